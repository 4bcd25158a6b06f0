#pragma once

#include <cstdint>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// Opens every input of the jobs once and reports those that cannot be used, one line each on
/// standard error. Returns their number.
int64_t report_unusable_inputs(const std::vector<Job>& jobs, int64_t max_pixels);

}  // namespace stylize
