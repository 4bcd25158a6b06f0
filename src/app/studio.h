#pragma once

#include "options.h"
#include "stylize/batch/studio.h"

namespace stylize {

/// The model, and the networks on the device and backend that the options name.
/// Throws Error (kModel, kDevice, kOption).
Studio make_studio(const ProgramOptions& options);

}  // namespace stylize
