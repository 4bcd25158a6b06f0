#pragma once

#include "batch/run_context.h"
#include "options.h"

namespace stylize {

/// The model, and the networks on the device and backend that the options name.
/// Throws Error (kModel, kDevice, kOption).
RunContext make_run_context(const ProgramOptions& options);

}  // namespace stylize
