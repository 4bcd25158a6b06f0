#pragma once

#include <string>

namespace stylize {

/// Why a command ended although nobody expected it.
struct Unexpected {
  int exit_code;
  std::string message;  ///< one line
};

/// The exception that is being handled and is no Error: the lack of memory, what the system
/// refused, or a fault of this program, which the message says how to report.
Unexpected current_unexpected();

}  // namespace stylize
