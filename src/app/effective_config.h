#pragma once

#include <string>

#include "options.h"

namespace stylize {

/// Every option with its effective value, as --config reads it: what was given, defaults, and for
/// the rest what the model recommends. Throws Error (kModel, kOption).
std::string effective_config(const ProgramOptions& options);

}  // namespace stylize
