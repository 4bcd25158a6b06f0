#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

// The styles in these files, each with its settings from the options. Throws Error (kOption) when a
// list does not have one entry per style, when all weights of a blend are 0, or when only the
// content or only the styles have masks.
std::vector<StyleFile> style_files(const std::vector<std::filesystem::path>& files,
                                   const JobOptions& options);

}  // namespace stylize
