#pragma once

#include <vector>

#include "batch/run_context.h"
#include "jobs/job.h"
#include "options.h"

namespace stylize {

/// The batch's options with the threads that there are, and thumbnails where a report shows them.
BatchOptions make_batch_options(const ProgramOptions& options);

/// The model, as far as these jobs need it, and the networks on the device and backend that the
/// options name.
/// Throws Error (kModel, kDevice, kOption).
RunContext make_run_context(const ProgramOptions& options, const std::vector<Job>& jobs);

}  // namespace stylize
