#pragma once

#include <string>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

// Throws Error (kOption) when two jobs write one file, or a job writes a file that some job reads.
// `advice` says how to get other outputs.
void check_outputs(const std::vector<Job>& jobs, const std::string& advice);

}  // namespace stylize
