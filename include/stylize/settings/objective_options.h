#pragma once

#include <string>
#include <vector>

#include "stylize/settings/objective_overrides.h"

namespace stylize {

/// How the total variation measures differences of neighbouring pixels (total_variation.h): kL1 by
/// absolute values, which leave edges sharp; kL2 by squares, which soften them.
enum class TvNorm { kL1, kL2 };

/// The largest number of octaves that may be requested.
constexpr int kMostOctaves = 6;

/// What the objective consists of (see Objective). The default layers are those of the paper by
/// Gatys et al., for a network all of whose blocks are trained. Weights are >= 0.
struct ObjectiveOptions {
  double content_weight = 1;
  double style_weight = 20;
  double tv_weight = 0.1;
  TvNorm tv_norm = TvNorm::kL2;
  double temporal_weight = 100;  ///< used only with TransferInputs::held (temporal_term.h)
  StyleLoss style_loss = StyleLoss::kGram;
  bool normalize_gradients = false;  ///< see Objective::evaluate(); with Adam only
  /// How much the style counts on the picture itself, on the picture at half its size, at a
  /// quarter, ... (octaves.h): 1 to kMostOctaves weights, >= 0, not all 0; only their ratios
  /// matter.
  std::vector<double> octave_weights = {1};
  std::vector<LayerWeight> content_layers = {{"relu4_2"}};
  std::vector<LayerWeight> style_layers = {
      {"relu1_1"}, {"relu2_1"}, {"relu3_1"}, {"relu4_1"}, {"relu5_1"}};
};

/// The options with everything replaced that the recommendation sets.
ObjectiveOptions recommended_objective(const ObjectiveOverrides& recommendation,
                                       ObjectiveOptions options = {});

/// The names of these values on the command line.
const char* name_of(StyleLoss loss);
const char* name_of(TvNorm norm);

/// All layers that the options name, each once, in the order in which they are first named.
std::vector<std::string> layers_of(const ObjectiveOptions& options);

}  // namespace stylize
