#pragma once

#include <string>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

// Throws Error (kOption) when two jobs write one file, a job writes a file that some job reads, or
// the format of a job's output has fewer bits than the job asks for. `advice` says how to get other
// outputs.
void check_outputs(const std::vector<Job>& jobs, const std::string& advice);

}  // namespace stylize
