#pragma once

#include <string>

#include "stylize/network/model.h"

namespace stylize {

// Applies `text`, the defaults.json of a model file (empty if it has none), to the model, whose
// layers are already known: sets the recommendation and the state of the defaults. If they are the
// official defaults from before defaults had versions, the present official ones are used, and
// their pooling. Throws Error (kModel).
void apply_defaults(Model& model, const std::string& text);

}  // namespace stylize
