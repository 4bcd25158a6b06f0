#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

/// The pictures that a job reads: content, styles, and the initial picture. A file with two roles
/// is listed twice.
std::vector<std::filesystem::path> pictures_of(const Job& job);

/// The mask files of a job.
std::vector<std::filesystem::path> masks_of(const Job& job);

/// Every file that a job reads: pictures and masks.
std::vector<std::filesystem::path> inputs_of(const Job& job);

/// Every file that a job writes under a name given by the user: the output first, then the contact
/// sheet and the loss plot.
std::vector<std::filesystem::path> outputs_of(const Job& job);

}  // namespace stylize
