#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

// Where a mask is a folder, takes the mask in it that is called like the content (or, of a style's
// mask, like the style), extensions aside: in the folder of the job's output below, else in the
// folder itself. Where there is none the job gets the name of a file that is missing, so that it
// fails alone, by that name. Returns the names that would have come before what was found: a file
// that is written there would be taken for the mask the next time.
std::vector<std::filesystem::path> resolve_mask_folders(std::vector<Job>& jobs);

}  // namespace stylize
