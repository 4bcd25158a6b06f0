#pragma once

#include "compare_command.h"

namespace stylize {

/// Compares the files or folders of the command and prints the result. Returns the exit code;
/// errors are lines on standard error.
int run_compare_command(const CompareCommand& command);

}  // namespace stylize
