#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// Which statistics of the style's features the painting should match (style_loss.h):
/// - kGram: Gram matrices;
/// - kWhitened: Gram matrices, in which weak directions of the features count about as much as
///   strong ones;
/// - kStatistics: mean and standard deviation of each channel;
/// - kWasserstein: mean and covariance, compared by their Wasserstein distance;
/// - kNeighbours: Gram matrices and, at each place, the features of the style's most similar place
///   (neighbours.h).
enum class StyleLoss { kGram, kWhitened, kStatistics, kWasserstein, kNeighbours };

struct LayerWeight {
  std::string layer;
  double weight = 1;  ///< relative to the other layers of the same list; > 0
};

/// What a model file recommends for the objective. What it does not set is empty.
struct ObjectiveOverrides {
  std::vector<LayerWeight> content_layers, style_layers;
  std::optional<StyleLoss> style_loss;
  std::optional<double> content_weight, style_weight, tv_weight;
  std::vector<double> octave_weights;  ///< ObjectiveOptions::octave_weights
};

}  // namespace stylize
