#pragma once

#include "model_command.h"

namespace stylize {

/// Prints what the command asks for. Returns the exit code; errors are lines on standard error.
int run_model_command(const ModelCommand& command);

}  // namespace stylize
