#include <string>

#include "stylize/error.h"

namespace stylize {

// Errors from libraries may have further lines with a stack trace.
std::string internal_error(const std::string& what) {
  return "internal error: " + what.substr(0, what.find('\n')) +
         "; this is a fault of stylize: please report it with the command that led here";
}

}  // namespace stylize
