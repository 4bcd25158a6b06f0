#pragma once

#include <string>

namespace stylize {

/// A message on one line without a final full stop, as every error is printed.
std::string one_line(std::string text);

}  // namespace stylize
