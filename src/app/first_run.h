#pragma once

#include "options.h"
#include "stylize/network/model.h"

namespace stylize {

/// Tells each user once, and only on a terminal, that official weights exist, if the bundled model
/// was found. An empty file in $XDG_STATE_HOME/stylize (~/.local/state/stylize) records that;
/// failing to create it is ignored.
void tell_of_official_weights(const ProgramOptions& options, const Model& model);

}  // namespace stylize
