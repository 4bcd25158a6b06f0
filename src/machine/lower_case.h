#pragma once

#include <string>

namespace stylize {

/// The letters of ASCII in lower case; no locale has a say.
std::string lower_case(std::string text);

}  // namespace stylize
