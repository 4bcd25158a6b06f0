#pragma once

#include <string>

namespace stylize {

/// An unexpected failure of a command.
struct Unexpected {
  int exit_code;
  std::string message;  ///< one line
};

/// Describes the exception being handled, which is not an Error: out of memory, a system error, or
/// a bug in this program, whose message says how to report it.
Unexpected current_unexpected();

}  // namespace stylize
