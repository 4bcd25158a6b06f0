#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "stylize/network/recommendation.h"

namespace stylize {

/// The layers of the literature (Gatys et al., 2016).
const char* paper_content_layers();  // relu4_2
const char* paper_style_layers();    // relu1_1,relu2_1,relu3_1,relu4_1,relu5_1

/// Accepts LAYER or LAYER=WEIGHT, for example relu4_1 or relu4_1=0.5, weight > 0. Whether the layer
/// exists is for the model to say. The word "paper" becomes `paper`.
CLI::Validator layer_validator(const std::string& paper);

/// Layers in the form that layer_validator() gives; a missing weight is 1.
std::vector<LayerWeight> parse_layers(const std::vector<std::string>& texts);

}  // namespace stylize
