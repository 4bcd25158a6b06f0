#pragma once

#include <filesystem>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

/// Every file that a job reads: content, style, the styles blended with it, and the picture to
/// begin with. One that has two parts is there twice.
std::vector<std::filesystem::path> inputs_of(const Job& job);

}  // namespace stylize
