#pragma once

#include <filesystem>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

/// The pictures that a job reads: content, style, the styles blended with it, and the picture to
/// begin with. One that has two parts is there twice.
std::vector<std::filesystem::path> pictures_of(const Job& job);

/// The files of its masks.
std::vector<std::filesystem::path> masks_of(const Job& job);

/// Both: every file that a job reads.
std::vector<std::filesystem::path> inputs_of(const Job& job);

}  // namespace stylize
