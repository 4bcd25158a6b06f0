#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stylize {

struct LayerWeight {
  std::string layer;
  double weight = 1;  ///< relative to the other layers of the same list; > 0
};

/// What a model file recommends for the objective. What it does not set is empty.
struct ObjectiveOverrides {
  std::vector<LayerWeight> content_layers, style_layers;
  std::optional<double> content_weight, style_weight, tv_weight;
  std::vector<double> octave_weights;  ///< ObjectiveOptions::octave_weights
};

}  // namespace stylize
