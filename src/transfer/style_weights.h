#pragma once

#include <string>
#include <vector>

#include "stylize/transfer/style_input.h"

namespace stylize {

// The number in relu3_1 before the _.
int block_of(const std::string& layer);

// What a style counts at a layer beside others.
double style_weight(const std::string& layer, const StyleUse& style);

}  // namespace stylize
