#pragma once

#include "model_command.h"

namespace stylize {

/// Prints the description of the models. Returns the exit code; errors are lines on standard error.
int run_model_command(const ModelCommand& command);

}  // namespace stylize
