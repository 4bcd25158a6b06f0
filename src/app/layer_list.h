#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "stylize/network/recommendation.h"

namespace stylize {

/// Accepts LAYER or LAYER=WEIGHT, for example relu4_1 or relu4_1=0.5, weight > 0. Whether the layer
/// exists is for the model to say.
CLI::Validator layer_validator();

/// Layers in the form that layer_validator() accepts; a missing weight is 1.
std::vector<LayerWeight> parse_layers(const std::vector<std::string>& texts);

}  // namespace stylize
