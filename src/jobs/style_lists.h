#pragma once

#include "stylize/jobs/job.h"

namespace stylize {

// Throws Error (kOption) when an option with an entry for each style has more or fewer, or when all
// weights of a blend are 0.
void check_style_lists(const JobOptions& options);

}  // namespace stylize
