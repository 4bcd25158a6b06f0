#pragma once

#include <string>

namespace stylize {

/// Any bytes as text of a page or of an attribute in double quotes. What is not UTF-8, and control
/// characters that a page must not have, become U+FFFD.
std::string escaped(const std::string& bytes);

/// A number in three significant digits: 0.0123, 4.56, 789; "–" for NaN and infinity.
std::string short_number(double value);

/// A duration: 4.56 s, 3 min 20 s, 2 h 05 min.
std::string duration(double seconds);

/// A line of a <dl class="facts">; nothing when the value is empty. Both are escaped.
std::string fact(const std::string& name, const std::string& value);

}  // namespace stylize
