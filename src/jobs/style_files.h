#pragma once

#include <filesystem>
#include <vector>

#include "jobs/job.h"

namespace stylize {

// The styles in these files, each with what the options say of it. Throws Error (kOption) when a
// list with an entry for each style has more or fewer, when all weights of a blend are 0, or when
// masks are given of content or styles alone.
std::vector<StyleFile> style_files(const std::vector<std::filesystem::path>& files,
                                   const JobOptions& options);

}  // namespace stylize
