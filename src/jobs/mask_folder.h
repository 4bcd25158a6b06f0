#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

// Replaces each mask that is a folder with the mask in it that has the content's name (for a
// style's mask, the style's name), ignoring extensions: first in the subfolder of the job's output,
// then in the folder itself. If there is none, the job gets the name of a missing file, so that
// only this job fails, naming that file. Returns the missing names that were tried before: a file
// written there would be taken as the mask next time.
std::vector<std::filesystem::path> resolve_mask_folders(std::vector<Job>& jobs);

}  // namespace stylize
