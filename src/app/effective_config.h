#pragma once

#include <string>

#include "options.h"

namespace stylize {

/// Every option with its effective value, as --config reads it: given values, then the model's
/// recommendations, then defaults. Throws Error (kModel, kOption).
std::string effective_config(const ProgramOptions& options);

}  // namespace stylize
