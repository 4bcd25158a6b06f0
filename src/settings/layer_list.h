#pragma once

#include <string>
#include <vector>

#include "settings/value_check.h"
#include "stylize/settings/objective_overrides.h"

namespace stylize {

// The layers of the literature (Gatys et al., 2016).
const char* paper_content_layers();  // relu4_2
const char* paper_style_layers();    // relu1_1,relu2_1,relu3_1,relu4_1,relu5_1

// LAYER or LAYER=WEIGHT, for example relu4_1 or relu4_1=0.5, weight > 0. Does not check whether the
// layer exists in the model. The word "paper" is replaced by `paper`.
ValueCheck layer_check(const std::string& paper);

// Parses texts that layer_check() has accepted; a missing weight is 1.
std::vector<LayerWeight> parse_layers(const std::vector<std::string>& texts);

// relu3_1=0.5
std::vector<std::string> layer_texts(const std::vector<LayerWeight>& layers);

}  // namespace stylize
