#pragma once

#include <string>
#include <vector>

#include "stylize/settings/objective_overrides.h"

namespace stylize {

/// Which statistics of the style's features the painting should match (style_loss.h): Gram
/// matrices; mean and standard deviation of each channel; mean and covariance, by their Wasserstein
/// distance; Gram matrices and, at each position, the features of the most similar position
/// (neighbours.h).
enum class StyleLoss { kGram, kStatistics, kWasserstein, kNeighbours };

/// How the total variation measures differences between neighbouring pixels (total_variation.h): by
/// absolute values, which leave edges sharp, or by squares, which soften them.
enum class TvNorm { kL1, kL2 };

/// The largest number of octaves that may be requested.
constexpr int kMostOctaves = 6;

/// The layers of the paper, for a network whose every block is trained.
struct ObjectiveOptions {
  double content_weight = 1;
  double style_weight = 20;
  double tv_weight = 0.1;
  TvNorm tv_norm = TvNorm::kL2;
  double temporal_weight = 100;  ///< where a picture is held to another (temporal_term.h)
  StyleLoss style_loss = StyleLoss::kGram;
  bool normalize_gradients = false;  ///< Objective::evaluate
  /// The style's weight on the picture itself, on the picture at half its size, at a quarter, ...
  /// (octaves.h): 1 to kMostOctaves weights, >= 0, not all 0; only their ratios matter.
  std::vector<double> octave_weights = {1};
  std::vector<LayerWeight> content_layers = {{"relu4_2"}};
  std::vector<LayerWeight> style_layers = {
      {"relu1_1"}, {"relu2_1"}, {"relu3_1"}, {"relu4_1"}, {"relu5_1"}};
};

/// The options, overridden by what the recommendation sets.
ObjectiveOptions recommended_objective(const ObjectiveOverrides& recommendation,
                                       ObjectiveOptions options = {});

/// The names used on the command line.
const char* name_of(StyleLoss loss);
const char* name_of(TvNorm norm);

/// The layers that the options name, each once, in the order of first mention.
std::vector<std::string> layers_of(const ObjectiveOptions& options);

}  // namespace stylize
