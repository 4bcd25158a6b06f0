#pragma once

#include <string>
#include <vector>

#include "options.h"

namespace stylize {

/// Runs the program with these options and returns the exit code. Each failure becomes one line on
/// standard error. `command` is the command line, for the reports.
int run_program(const ProgramOptions& options, const std::vector<std::string>& command);

}  // namespace stylize
