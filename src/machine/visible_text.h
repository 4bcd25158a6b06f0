#pragma once

#include <string>

namespace stylize {

/// Any bytes (a file's name, a piece of a file) as one line of text that a terminal, log or page
/// displays literally, without interpreting it. Printable UTF-8 is unchanged; the rest is escaped:
///  - bytes that are not UTF-8, and one-byte control characters, as \xHH, except newline, carriage
///    return and tab as \n, \r and \t
///  - two-byte control characters (C1), marks that change the writing direction, line and paragraph
///    separators, and the byte order mark as \uHHHH
///  - the backslash as \\.
/// Different bytes give different texts.
std::string visible_text(const std::string& bytes);

/// Any bytes as UTF-8, so that JSON can hold them: bytes that are not UTF-8 become \xHH and a
/// backslash becomes \\; all else is unchanged. Different bytes give different texts.
std::string utf8_text(const std::string& bytes);

/// The inverse of utf8_text().
std::string bytes_of_utf8_text(const std::string& text);

/// JSON text (UTF-8) with everything that visible_text escapes written as JSON escapes (\uHHHH);
/// the values are unchanged.
std::string visible_json(const std::string& json);

/// How many columns such a text takes, roughly: one for each character.
std::size_t columns_of(const std::string& text);

}  // namespace stylize
