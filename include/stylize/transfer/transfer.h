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
  double seconds = 0;                ///< of optimization, wall-clock time
  double target_seconds = 0;         ///< wall-clock time for the targets, before that
  std::vector<Losses> loss_history;  ///< after each iteration, even before an interruption
};

/// Everything that a transfer needs to continue after an iteration as if it had never stopped. The
/// tensors are those that the transfer works on, so they are valid only during the observer's call.
struct TransferState {
  std::vector<ScaleReport> scales;  ///< the finished ones and the current one
  OptimizerState optimizer;
  std::vector<double> values;  ///< of the objective, after each iteration of the current scale that
                               ///< counts for TransferOptions::tolerance
  /// With StyleLoss::kNeighbours: the picture for which neighbours were last searched; else
  /// undefined.
  at::Tensor matched = {};
};

/// How far a transfer is, after an iteration.
struct Progress {
  int scale = 0, scales = 0;          ///< 1-based
  int iteration = 0, iterations = 0;  ///< within the scale, 1-based
  Size size;                          ///< of this scale
  Losses losses;
  double elapsed_seconds = 0;
  /// The part, 0 to 1, that is done of the evaluation which the next iteration needs; 0 except for
  /// Observer::evaluating().
  double evaluated = 0;
  double remaining_seconds = 0;    ///< estimated; an upper bound when a tolerance is set
  std::function<Image()> picture;  ///< the picture as it is now; valid during the call
  /// A cheap, smaller copy of that picture: its longest side has at most this many pixels. Valid
  /// during the call.
  std::function<Image(int64_t longest)> thumbnail;
  std::function<TransferState()> state;  ///< valid during the call
};

/// Watches a transfer, in the thread that runs it.
class Observer {
 public:
  virtual ~Observer() = default;

  /// Called once, before the first iteration. progress.iteration is 0, or for a continued transfer
  /// the iteration at which it continues.
  virtual void began(const Progress& /*progress*/) {}

  /// Called after every iteration. Returning false ends the transfer with the picture as it is.
  virtual bool progressed(const Progress& /*progress*/) { return true; }

  /// Called after each window of a picture that is evaluated in windows (TransferOptions::window):
  /// progress.evaluated says how far the evaluation is.
  virtual void evaluating(const Progress& /*progress*/) {}

  /// Called several times a second while an iteration or targets are computed. Returning true
  /// abandons that work: the transfer ends with the picture as it was after the last iteration.
  virtual bool gives_up() { return false; }

  /// Called when work was abandoned, with the progress as after the last iteration.
  virtual void gave_up(const Progress& /*progress*/) {}

  /// Called when TransferContext::state does not fit this transfer. By default the error is thrown;
  /// if this function returns instead, the transfer begins anew.
  virtual void refused_state(const Error& error) { throw error; }
};

/// An observer that only wants Observer::progressed(). Empty: none.
using ProgressFunction = std::function<bool(const Progress&)>;

enum class Outcome {
  kFinished,
  kStopped,   ///< at the observer's request, after an iteration or during one
  kDiverged,  ///< losses became NaN or infinite and no smaller step helped; the result is the
              ///< best picture found
};

struct TransferResult {
  Image image;  ///< has the output's size whatever the outcome, and the content's alpha
  Outcome outcome = Outcome::kFinished;
  std::vector<ScaleReport> scales;
};

/// Pictures with a side shorter than this many pixels are refused: relu5_1 would have no pixel for
/// them.
constexpr int64_t kSmallestSide = 16;

/// Throws Error (kInput), whose message begins with `name`, when a side of the picture is shorter
/// than kSmallestSide.
void check_large_enough(const Size& size, const std::string& name);

/// The size of the output for a content of this size: TransferOptions::size is its longest side.
Size output_size(const Size& content, const TransferOptions& options);

/// The size to which a style of this size is scaled, for an output of that size. `scale` is
/// StyleUse::scale.
Size style_size(const Size& style, const Size& output, double scale);

/// The pictures of a transfer. They may already have been resized to output_size() and
/// style_size(); the result is the same.
struct TransferInputs {
  Image content;
  std::vector<StyleInput> styles;     ///< at least one; several are blended by their weights
  std::optional<Image> initial = {};  ///< the first picture if the options' start is kPicture
  std::optional<LabelMap> content_mask = {};  ///< where each style goes, by the labels that the
                                              ///< styles' masks share with it; none: all styles
                                              ///< everywhere
  /// The picture that the painting is held to (temporal_term.h), of the content's size: for a clip,
  /// the painting of the frame before, warped to this frame. Its alpha, which must be defined, is
  /// the reliability of each pixel; 0: the pixel says nothing.
  std::optional<Image> held = {};
};

/// What a transfer may share with others, or continue from.
struct TransferContext {
  TargetCache* targets = nullptr;  ///< cache that targets are taken from and put into; null: none
  std::string content_name;        ///< the content's name in the cache, like StyleInput::name
  std::optional<TransferState> state;  ///< to continue from; of the same inputs and options
  /// The store for what TransferOptions::stores_history and stores_features keep out of memory
  /// (kernels/vector_store.h). Null: everything stays in memory.
  std::shared_ptr<VectorStore> store = nullptr;
};

/// Paints the content in the manner of the styles: minimizes the objective over the pixels, from
/// coarse to fine. The network must have the layers of layers_of(options.objective). The same
/// arguments, number of threads and machine give the same result, bit for bit, whether or not
/// targets come from a cache and whether or not the transfer was interrupted and continued. Throws
/// Error (kInput, kOption) when a picture is too small for the layers or scales, when masks do not
/// match, when options conflict, or when the state belongs to another transfer.
TransferResult transfer(TransferInputs inputs, Network& network, const TransferOptions& options,
                        Observer& observer, TransferContext context = {});
TransferResult transfer(TransferInputs inputs, Network& network, const TransferOptions& options,
                        const ProgressFunction& progressed = {}, TransferContext context = {});

}  // namespace stylize
