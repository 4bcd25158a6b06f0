#pragma once

#include "stylize/jobs/job.h"

namespace stylize {

// Throws Error (kOption) when an option with an entry for each style has more or fewer, when all
// weights of a blend are 0, or when masks are given of content or styles alone.
void check_style_lists(const JobOptions& options);

}  // namespace stylize
