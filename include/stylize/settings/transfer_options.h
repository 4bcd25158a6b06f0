#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/settings/colour_options.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

enum class OptimizerKind { kLbfgs, kAdam };
enum class Start { kContent, kNoise, kPicture };

/// A range of the network's blocks, first and last included: 2 to 3 is relu2_1 to relu3_4.
struct BlockRange {
  int first = 1;
  int last = 5;
};

/// How a style is used, alone or blended with others.
struct StyleUse {
  double weight = 1;  ///< >= 0; only ratios matter; 0: the style is not used
  double scale = 1;   ///< the style's longest side relative to the output's; > 0
  std::optional<BlockRange> blocks = {};  ///< whose layers use the style; nullopt: all
};

struct TransferOptions {
  int64_t size = 512;  ///< longest side of the output in pixels; 0: the content's own size
  ColourControl colour = ColourControl::kStyle;
  ColourSpace colour_space = ColourSpace::kLab;  ///< for ColourControl::kKeep
  ObjectiveOptions objective;
  OptimizerKind optimizer = OptimizerKind::kLbfgs;
  int iterations = 40;  ///< at the last scale; coarser ones have more: scale_iterations()
  /// The iterations at the scales before the last, from coarse to fine. Scales that are coarser
  /// still, or all if this is empty, have twice as many as the next finer one.
  std::vector<int> coarser_iterations = {};
  double learning_rate = 0.02;  ///< Adam; in units of the 0..1 range of pixels
  double averaging = 0;  ///< Adam; 0 <= d < 1: the picture is the moving mean, with decay d, of a
                         ///< scale's iterates (optimize/adam.h); 0: it is the last iterate
  int history = 20;      ///< L-BFGS; steps that are remembered
  int scales = 0;        ///< sizes at which the picture is optimized; 0: chosen from its size
  Start start = Start::kContent;
  double start_noise = 0;    ///< 0..1, share of noise in the initial picture; not used by
                             ///< Start::kNoise, which is all noise
  uint64_t seed = 0;         ///< of the noise
  double first_step = 0.02;  ///< L-BFGS; root mean square change of the first step; no setting
  double tolerance = 1e-3;   ///< a scale ends when ten iterations together lower the objective by
                             ///< less than this fraction; 0: no early end
  /// The longest side in pixels of what the network is given at a time (see Objective); 0: the
  /// whole picture. No user setting: within_memory() chooses it when memory does not allow the
  /// whole picture. The result is the same except for rounding.
  int64_t window = 0;
  /// Whether the history of L-BFGS, and the content's features, are kept in TransferContext::store
  /// rather than in memory; features only together with windows. No user settings either, and they
  /// do not change the result.
  bool stores_history = false, stores_features = false;
};

/// The limit up to which scale_iterations() doubles.
constexpr int64_t kMostIterations = 1'000'000;

/// The iterations at each of `scales` scales, from coarse to fine. Large forms are found at coarse
/// scales, where an iteration costs a fraction. With fewer scales than the options name, the first
/// of theirs are left out.
std::vector<int> scale_iterations(const TransferOptions& options, std::size_t scales);

}  // namespace stylize
