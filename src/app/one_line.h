#pragma once

#include <string>

namespace stylize {

/// The message as one line without a final full stop: the form of all printed errors.
std::string one_line(std::string text);

}  // namespace stylize
