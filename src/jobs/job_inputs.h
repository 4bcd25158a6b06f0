#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// The pictures that a job reads: content, style, the styles blended with it, and the picture to
/// begin with. One that has two parts is there twice.
std::vector<std::filesystem::path> pictures_of(const Job& job);

/// The files of its masks.
std::vector<std::filesystem::path> masks_of(const Job& job);

/// Both: every file that a job reads.
std::vector<std::filesystem::path> inputs_of(const Job& job);

/// Every file that a job writes under a name that was asked for: the output first, then pictures of
/// how the work went.
std::vector<std::filesystem::path> outputs_of(const Job& job);

}  // namespace stylize
