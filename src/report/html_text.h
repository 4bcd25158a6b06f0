#pragma once

#include <string>

namespace stylize {

/// UTF-8 escaped for HTML text or an attribute in double quotes.
std::string html_text(const std::string& text);

/// Any bytes made visible on one line (machine/visible_text.h) and escaped for HTML.
std::string escaped(const std::string& bytes);

/// The same in its own element, so that right-to-left names do not reverse the text beside them.
std::string isolated(const std::string& bytes);

/// A number in three significant digits: 0.0123, 4.56, 789; "–" for NaN and infinity.
std::string short_number(double value);

/// A duration: 4.56 s, 3 min 20 s, 2 h 05 min.
std::string duration(double seconds);

/// A line of a <dl class="facts">; empty if the value is empty. Both are escaped.
std::string fact(const std::string& name, const std::string& value);

}  // namespace stylize
