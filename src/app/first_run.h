#pragma once

#include "options.h"
#include "stylize/network/model.h"

namespace stylize {

/// Says once to a user, and on a terminal only, that there are official weights, when the model in
/// the box is what was found. That it was said is remembered by an empty file in
/// $XDG_STATE_HOME/stylize (~/.local/state/stylize); where it cannot be made, nothing is.
void tell_of_official_weights(const ProgramOptions& options, const Model& model);

}  // namespace stylize
