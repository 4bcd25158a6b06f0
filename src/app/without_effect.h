#pragma once

#include <string>
#include <vector>

#include "options.h"

namespace stylize {

/// A line for each setting about watching the work that was given without what it is about.
std::vector<std::string> watching_without_effect(const ProgramOptions& options);

}  // namespace stylize
