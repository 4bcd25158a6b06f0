#pragma once

#include <cstdint>
#include <optional>

#include "stylize/settings/colour_options.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

enum class OptimizerKind { kLbfgs, kAdam };
enum class Start { kContent, kNoise, kPicture };

/// A range of blocks of the network: 2 to 3 is relu2_1 to relu3_4.
struct BlockRange {
  int first = 1;
  int last = 5;
};

/// How a style is used, alone or blended with others.
struct StyleUse {
  double weight = 1;                      ///< >= 0; only ratios matter; 0: the style is not used
  double scale = 1;                       ///< its longest side relative to the output's
  std::optional<BlockRange> blocks = {};  ///< whose layers use this style; nullopt: all
};

struct TransferOptions {
  int64_t size = 512;  ///< longest side of the output in pixels; 0: the content's own size
  ColourControl colour = ColourControl::kStyle;
  ColourSpace colour_space = ColourSpace::kLab;  ///< for ColourControl::kKeep
  ObjectiveOptions objective;
  OptimizerKind optimizer = OptimizerKind::kLbfgs;
  int iterations = 40;          ///< at the last scale; coarser ones take more: scale_iterations()
  double learning_rate = 0.02;  ///< Adam; in units of the 0..1 range of pixels
  double averaging = 0;  ///< Adam; 0 <= d < 1, decay of the mean over the iterates of a scale,
                         ///< which is then the picture (optimize/adam.h); 0: the last iterate
  int history = 20;      ///< L-BFGS
  int scales = 0;        ///< steps of the pyramid; 0: chosen from the size
  Start start = Start::kContent;
  double start_noise = 0;   ///< 0..1, share of noise in the initial picture; ignored for
                            ///< Start::kNoise, which is noise alone
  uint64_t seed = 0;        ///< of the noise
  double tolerance = 1e-3;  ///< a scale ends when ten iterations together lower the objective by
                            ///< less than this fraction; 0: no early end
  /// The longest side of what the network is given at a time (Objective), where memory allows no
  /// more: within_memory() chooses it. 0: the whole picture. No setting: the picture is the same
  /// but for rounding.
  int64_t window = 0;
  /// Whether the history, and the content's features, are put in TransferContext::store rather than
  /// in memory: chosen and no setting either. Features of windows alone; the same bits.
  bool stores_history = false, stores_features = false;
};

}  // namespace stylize
