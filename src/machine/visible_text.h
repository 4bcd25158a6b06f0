#pragma once

#include <string>

namespace stylize {

/// Any bytes (a file's name, a piece of a file) as text on one line that a terminal, a log or a
/// page shows as it is and does not obey. What is printable UTF-8 stays; the rest is escaped:
///  - bytes that are no UTF-8, and control characters of one byte, as \xHH; but newline,
///    carriage return and tab as \n, \r and \t
///  - control characters of two bytes (C1), marks that change the direction of writing, line and
///    paragraph separators, and the byte order mark as \uHHHH
///  - the backslash as \\.
/// Different bytes give different texts.
std::string visible_text(const std::string& bytes);

/// Any bytes as UTF-8, so that JSON can hold them: bytes that are no UTF-8 stand as \xHH and a
/// backslash as \\; all else stays. Different bytes give different texts.
std::string utf8_text(const std::string& bytes);

/// The bytes of which utf8_text made this text.
std::string bytes_of_utf8_text(const std::string& text);

/// JSON text, which is UTF-8, with everything that visible_text escapes in the form of JSON
/// (\uHHHH); the values stay what they were.
std::string visible_json(const std::string& json);

/// How many columns such a text takes, roughly: one for each character.
std::size_t columns_of(const std::string& text);

}  // namespace stylize
