#pragma once

#include <string>
#include <vector>

#include "stylize/transfer/style_input.h"

namespace stylize {

// The block of a layer: 3 for relu3_1.
int block_of(const std::string& layer);

// The weight of a style at a layer; 0 if the style's blocks leave it out.
double style_weight(const std::string& layer, const StyleUse& style);

}  // namespace stylize
