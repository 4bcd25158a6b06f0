#pragma once

#include <string>

#include "stylize/network/model.h"

namespace stylize {

// Puts in place what defaults.json inside says, `text` (empty: there is none), for a model whose
// layers are there: the recommendation and the state of the defaults. Where they are the official
// ones of version 1, the present ones and their pooling. Throws Error (kModel).
void apply_defaults(Model& model, const std::string& text);

}  // namespace stylize
