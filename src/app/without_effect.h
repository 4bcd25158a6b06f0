#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "options.h"

namespace stylize {

/// A line for each setting about watching the work that was given without what it is about.
std::vector<std::string> watching_without_effect(const ProgramOptions& options);

/// Whether --quality has an effect on a picture of this name.
bool uses_quality(const std::filesystem::path& picture);

}  // namespace stylize
