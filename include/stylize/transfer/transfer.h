#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stylize/error.h"
#include "stylize/image/image.h"
#include "stylize/network/network.h"
#include "stylize/objective/objective.h"
#include "stylize/optimize/optimizer.h"
#include "stylize/settings/transfer_options.h"
#include "stylize/transfer/pyramid.h"
#include "stylize/transfer/regions.h"
#include "stylize/transfer/style_input.h"
#include "stylize/transfer/target_cache.h"

namespace stylize {

class VectorStore;

/// What happened at one scale.
struct ScaleReport {
  Size size;
  int iterations = 0;
  Losses losses;                     ///< after the last iteration
  double seconds = 0;                ///< of optimization, on the clock
  double target_seconds = 0;         ///< for the targets, before that
  std::vector<Losses> loss_history;  ///< after each iteration, also those before an interruption
};

/// All that a transfer needs to go on after an iteration as if it had never stopped. Tensors are
/// those that the transfer works on: valid during the observer's call.
struct TransferState {
  std::vector<ScaleReport> scales;  ///< those before, and the one at work
  OptimizerState optimizer;
  std::vector<double> values;  ///< of the objective after each iteration of this scale
  /// With StyleLoss::kNeighbours: the picture for which neighbours were last looked for.
  at::Tensor matched = {};
};

/// Where a transfer stands after an iteration.
struct Progress {
  int scale = 0, scales = 0;          ///< 1-based
  int iteration = 0, iterations = 0;  ///< within the scale, 1-based
  Size size;                          ///< of this scale
  Losses losses;
  double elapsed_seconds = 0;
  double remaining_seconds = 0;    ///< estimated; an upper bound when a tolerance is set
  std::function<Image()> picture;  ///< the picture as it is now; valid during the call
  /// The same, scaled down until its longest side has at most so many pixels; costs little.
  std::function<Image(int64_t longest)> thumbnail;
  std::function<TransferState()> state;  ///< valid during the call
};

/// Watches a transfer, in the thread that runs it.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Once, before the first iteration: with iteration 0, or where the state stands.
  virtual void began(const Progress& /*progress*/) {}

  /// After every iteration. False ends the transfer with the picture as it is.
  virtual bool progressed(const Progress& /*progress*/) { return true; }

  /// Several times a second while an iteration or targets are computed. True gives them up: the
  /// transfer ends with the picture as it was before.
  virtual bool gives_up() { return false; }

  /// After that, with what the transfer stands at: as after the last iteration.
  virtual void gave_up(const Progress& /*progress*/) {}

  /// The state of the context is of another shape. The transfer begins anew, unless this throws the
  /// error, as it does by default.
  virtual void refused_state(const Error& error) { throw error; }
};

/// An observer of iterations alone: Observer::progressed().
using ProgressFunction = std::function<bool(const Progress&)>;

enum class Outcome {
  kFinished,
  kStopped,   ///< the observer said so, after an iteration or in it
  kDiverged,  ///< losses became NaN or infinite and no smaller step helped; the best picture is
              ///< kept
};

struct TransferResult {
  Image image;  ///< of the output's size whatever the outcome, with the content's alpha
  Outcome outcome = Outcome::kFinished;
  std::vector<ScaleReport> scales;
};

/// Pictures whose shorter side is below this are refused: relu5_1 would not have a single pixel of
/// them.
constexpr int64_t kSmallestSide = 16;

/// Throws Error (kInput) that begins with `name` when the picture is too small to be used.
void check_large_enough(const Size& size, const std::string& name);

/// The size of the output for a content of this size.
Size output_size(const Size& content, const TransferOptions& options);

/// The size that a style of this size is scaled to for an output of that size, with its
/// StyleUse::scale.
Size style_size(const Size& style, const Size& output, double scale);

/// The pictures of a transfer. They may have been resized to output_size() and style_size()
/// before; the result is the same.
struct TransferInputs {
  Image content;
  std::vector<StyleInput> styles;             ///< at least one; several are blended
  std::optional<Image> initial = {};          ///< to begin with when the options' start is kPicture
  std::optional<LabelMap> content_mask = {};  ///< which style goes where, by the labels of theirs;
                                              ///< none: all of them everywhere
  /// What the painting is held to (temporal_term.h), of the content's size: in a clip the painting
  /// before, warped to this frame. Its alpha is how reliable each pixel is, 0 where it says
  /// nothing.
  std::optional<Image> held = {};
};

/// What a transfer may take from others.
struct TransferContext {
  TargetCache* targets = nullptr;      ///< where targets are looked for and left
  std::string content_name;            ///< in the cache, as StyleInput::name
  std::optional<TransferState> state;  ///< where to go on; of the same inputs and options
  /// Where that is put for which the options say so (kernels/vector_store.h).
  std::shared_ptr<VectorStore> store = nullptr;
};

/// Paints the content in the manner of the style: minimizes the objective over the pixels, from
/// coarse to fine. The network must have the layers of layers_of(options.objective). The same
/// arguments, number of threads and machine give the same result, bit for bit, whether targets come
/// from a cache or not, and whether the transfer was interrupted and went on or not. Throws Error
/// (kInput, kOption) when a picture is too small for the layers or scales asked for, when masks do
/// not fit each other, or when the state is of another transfer.
TransferResult transfer(const TransferInputs& inputs, Network& network,
                        const TransferOptions& options, Observer& observer,
                        TransferContext context = {});
TransferResult transfer(const TransferInputs& inputs, Network& network,
                        const TransferOptions& options, const ProgressFunction& progressed = {},
                        TransferContext context = {});

}  // namespace stylize
