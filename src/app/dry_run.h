#pragma once

#include <cstdint>
#include <vector>

#include "batch/batch_options.h"
#include "batch/run_context.h"
#include "jobs/job.h"

namespace stylize {

/// Opens every input of the jobs once and reports those that cannot be used, one line each on
/// standard error; then says of each picture how it would be painted within the memory, if not as
/// always or if it is the only one, or why not. Returns the number of inputs and pictures with
/// which something is wrong.
int64_t report_unusable_inputs(const std::vector<Job>& jobs, const RunContext& run_context,
                               const BatchOptions& options);

}  // namespace stylize
