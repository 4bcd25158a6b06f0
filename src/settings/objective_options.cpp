#include "stylize/settings/objective_options.h"

#include <algorithm>

namespace stylize {

ObjectiveOptions recommended_objective(const ObjectiveOverrides& recommendation,
                                       ObjectiveOptions options) {
  options.content_weight = recommendation.content_weight.value_or(options.content_weight);
  options.style_weight = recommendation.style_weight.value_or(options.style_weight);
  options.tv_weight = recommendation.tv_weight.value_or(options.tv_weight);
  options.style_loss = recommendation.style_loss.value_or(options.style_loss);
  if (!recommendation.content_layers.empty()) {
    options.content_layers = recommendation.content_layers;
  }
  if (!recommendation.style_layers.empty()) options.style_layers = recommendation.style_layers;
  if (!recommendation.octave_weights.empty()) {
    options.octave_weights = recommendation.octave_weights;
  }
  return options;
}

const char* name_of(StyleLoss loss) {
  switch (loss) {
    case StyleLoss::kWhitened:
      return "whitened";
    case StyleLoss::kStatistics:
      return "statistics";
    case StyleLoss::kWasserstein:
      return "wasserstein";
    case StyleLoss::kNeighbours:
      return "neighbours";
    case StyleLoss::kGram:
      break;
  }
  return "gram";
}

const char* name_of(TvNorm norm) {
  return norm == TvNorm::kL1 ? "l1" : "l2";
}

std::vector<std::string> layers_of(const ObjectiveOptions& options) {
  std::vector<std::string> names;
  for (const auto* list : {&options.style_layers, &options.content_layers}) {
    for (const LayerWeight& entry : *list) {
      if (std::find(names.begin(), names.end(), entry.layer) == names.end()) {
        names.push_back(entry.layer);
      }
    }
  }
  return names;
}

}  // namespace stylize
