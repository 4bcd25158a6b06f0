#pragma once

#include "compare_command.h"

namespace stylize {

/// Compares what the command names and prints what it asks for. Returns the exit code; errors are
/// lines on standard error.
int run_compare_command(const CompareCommand& command);

}  // namespace stylize
