#pragma once

#include <string>

namespace stylize {

/// Converts ASCII letters to lower case, independently of the locale.
std::string lower_case(std::string text);

}  // namespace stylize
