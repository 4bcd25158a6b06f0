#pragma once

#include "options.h"

namespace stylize {

/// Makes the picture that the options describe and returns the exit code. Failures become one line
/// on standard error.
int run_program(const ProgramOptions& options);

}  // namespace stylize
