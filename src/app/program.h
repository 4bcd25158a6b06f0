#pragma once

#include <string>
#include <vector>

#include "options.h"

namespace stylize {

/// Does what the options say and returns the exit code. Failures become one line each on standard
/// error. `command` is the command line, for the reports.
int run_program(const ProgramOptions& options, const std::vector<std::string>& command);

}  // namespace stylize
