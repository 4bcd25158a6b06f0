#pragma once

#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

// Where a mask is a folder, takes the mask in it that is called like the content (or, of a style's
// mask, like the style), extensions aside: in the folder of the job's output below, else in the
// folder itself. Where there is none the job gets the name of a file that is missing, so that it
// fails alone, by that name.
void resolve_mask_folders(std::vector<Job>& jobs);

}  // namespace stylize
