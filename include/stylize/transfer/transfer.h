#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/network/network.h"
#include "stylize/objective/objective.h"
#include "stylize/transfer/pyramid.h"
#include "stylize/transfer/transfer_options.h"

namespace stylize {

/// Where a transfer stands after an iteration.
struct Progress {
  int scale = 0, scales = 0;          ///< 1-based
  int iteration = 0, iterations = 0;  ///< within the scale, 1-based
  Size size;                          ///< of this scale
  Losses losses;
  double elapsed_seconds = 0;
  double remaining_seconds = 0;    ///< estimated; an upper bound when a tolerance is set
  std::function<Image()> picture;  ///< the picture as it is now; valid during the call
};

/// Called after every iteration, in the thread that runs the transfer. Returning false ends the
/// transfer with the picture as it is.
using Observer = std::function<bool(const Progress&)>;

enum class Outcome {
  kFinished,
  kStopped,   ///< the observer said so
  kDiverged,  ///< losses became NaN or infinite and no smaller step helped; the best picture is
              ///< kept
};

struct ScaleReport {
  Size size;
  int iterations = 0;
  Losses losses;  ///< at the end of the scale
  double seconds = 0;
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

/// Paints `content` in the manner of `style`: minimizes the objective over the pixels, from coarse
/// to fine. `initial` is the picture to begin with when options.start is kPicture. The network must
/// have the layers of layers_of(options.objective). The same arguments, number of threads and
/// machine give the same result, bit for bit. Throws Error (kInput, kOption) when a picture is too
/// small for the layers or scales asked for.
TransferResult transfer(const Image& content, const Image& style,
                        const std::optional<Image>& initial, Network& network,
                        const TransferOptions& options, const Observer& observer = {});

}  // namespace stylize
