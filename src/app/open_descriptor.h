#pragma once

#include <string>

namespace stylize {

/// Why nothing can be written to the descriptor of this number, which whoever started the process
/// must have opened; empty: something can.
std::string why_not_writable(int descriptor);

}  // namespace stylize
