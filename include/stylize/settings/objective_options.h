#pragma once

#include <string>
#include <vector>

#include "stylize/settings/objective_overrides.h"

namespace stylize {

/// What of a style's features is to be met (style_loss.h): their Gram matrices; mean and standard
/// deviation of each channel; mean and covariance, by their Wasserstein distance; their Gram
/// matrices and, place by place, the features of the most similar place (neighbours.h).
enum class StyleLoss { kGram, kStatistics, kWasserstein, kNeighbours };

/// What the total variation sums of differences between neighbouring pixels (total_variation.h):
/// absolute values, which leave edges sharp, or squares, which soften them.
enum class TvNorm { kL1, kL2 };

/// The most octaves that may be asked for.
constexpr int kMostOctaves = 6;

/// The layers of the paper, for a network whose every block is trained.
struct ObjectiveOptions {
  double content_weight = 1;
  double style_weight = 20;
  double tv_weight = 0.1;
  TvNorm tv_norm = TvNorm::kL2;
  StyleLoss style_loss = StyleLoss::kGram;
  bool normalize_gradients = false;  ///< Objective::evaluate
  /// What the style counts on the picture itself, on the picture at half its size, at a quarter,
  /// ... (octaves.h): 1 to kMostOctaves weights, >= 0, not all 0; only their ratios count.
  std::vector<double> octave_weights = {1};
  std::vector<LayerWeight> content_layers = {{"relu4_2"}};
  std::vector<LayerWeight> style_layers = {
      {"relu1_1"}, {"relu2_1"}, {"relu3_1"}, {"relu4_1"}, {"relu5_1"}};
};

/// The options with what is recommended in place of what the recommendation mentions.
ObjectiveOptions recommended_objective(const ObjectiveOverrides& recommendation,
                                       ObjectiveOptions options = {});

/// As the command line has them.
const char* name_of(StyleLoss loss);
const char* name_of(TvNorm norm);

/// The layers that the options name, each once, in the order of first mention.
std::vector<std::string> layers_of(const ObjectiveOptions& options);

}  // namespace stylize
