#include "stylize/transfer/transfer_memory.h"

#include <algorithm>
#include <numeric>

#include "canvas.h"
#include "stylize/objective/octaves.h"
#include "stylize/objective/windows.h"
#include "stylize/optimize/lbfgs.h"

namespace stylize {
namespace {

int64_t picture_bytes(const Size& size) {
  return 3 * size.width * size.height * int64_t{sizeof(float)};
}

// How many pictures of the canvas' size are in memory besides what the optimizer remembers: x, the
// trial and its gradient; changes and temporary products; content and style, or result.
constexpr int64_t kPictures = 10;

// The same while windows are evaluated: x, the trial and its gradient, content. Not more are needed
// between two scales, and at the end.
constexpr int64_t kPicturesBesideWindows = 4;

// The same while the targets are measured: x, and the content or its canvas, or both before the
// network has taken memory.
constexpr int64_t kPicturesBesideTargets = 2;

// At the end, the content's colours are restored by way of another colour space, which needs this
// many pictures more.
constexpr int64_t kPicturesOfColours = 4;

// The octave and its gradient.
constexpr int64_t kPicturesOfOctave = 2;

// What the optimizer remembers during an evaluation, besides what kPictures counts.
int64_t remembered_bytes(const Size& canvas, const TransferOptions& options) {
  if (options.optimizer == OptimizerKind::kAdam) {
    return int64_t{options.averaging > 0 ? 9 : 8} * picture_bytes(canvas);
  }
  constexpr int64_t kGradientAndDirection = 2;
  LbfgsOptions lbfgs;
  lbfgs.history = options.history;
  const int64_t elements = 3 * canvas.width * canvas.height;
  // The newest pair is made before the oldest goes; the evaluation of a whole picture leaves room
  // for it.
  const bool counts = options.stores_history || options.window > 0;
  const int64_t pairs = history_that_fits(lbfgs, elements) + (counts ? 1 : 0);
  return pairs * pair_bytes(elements) + kGradientAndDirection * picture_bytes(canvas);
}

// For each label: its map, its map at the current scale, and the guides of the layers, the first of
// which have as many pixels as the picture.
constexpr int64_t kMapsOfLabel = 5;

int64_t mask_bytes(const Size& size, int64_t labels) {
  return labels * kMapsOfLabel * size.width * size.height * int64_t{sizeof(float)};
}

// The features to which those of the picture are compared for the content's loss.
int64_t content_bytes(const Network& network, const Size& picture,
                      const ObjectiveOptions& options) {
  const std::vector<int64_t> features = network.feature_bytes(picture);
  int64_t bytes = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    const auto& layers = options.content_layers;
    const bool read = std::any_of(layers.begin(), layers.end(), [&](const LayerWeight& layer) {
      return layer.layer == network.layers()[i];
    });
    if (read) bytes += features[i];
  }
  return bytes;
}

int64_t sum_of(const std::vector<int64_t>& bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), int64_t{0});
}

int64_t largest_of(const std::vector<int64_t>& bytes) {
  return *std::max_element(bytes.begin(), bytes.end());
}

// What is in memory at the same time while windows are evaluated. What the network needs for a
// gradient stays while features are measured, which depend on less of the picture.
int64_t window_bytes(const Network& network, const Size& picture, const TransferOptions& options) {
  const WindowSizes largest = largest_sizes(windows_of(picture, options.window, network));
  const int64_t measuring = picture_bytes(largest.features) +
                            sum_of(network.feature_bytes(largest.features)) +
                            largest_of(network.feature_bytes(largest.core)) +
                            content_bytes(network, largest.core, options.objective);
  const std::vector<int64_t> gradients = network.feature_bytes(largest.gradient);
  int64_t deriving = 2 * picture_bytes(largest.gradient) +
                     content_bytes(network, largest.gradient, options.objective);
  if (!network.features_may_be_overwritten()) deriving += sum_of(gradients);
  if (options.objective.normalize_gradients) deriving += 2 * largest_of(gradients);
  return network.memory_needed(largest.gradient) + std::max(measuring, deriving);
}

// Counts bytes as disk space if the options store them there, otherwise as memory.
void add_bytes(int64_t bytes, bool stored, MemoryUse& use) {
  (stored ? use.disk : use.memory) += bytes;
}

// The styles are dropped once the targets of the last scale are known (Transfer).
MemoryUse use_in_windows(const Network& network, const Size& output,
                         const std::vector<Size>& styles, const TransferOptions& options,
                         int64_t labels) {
  const Size canvas = canvas_size(output);
  int64_t windows = window_bytes(network, canvas, options), pictures_of_styles = 0;
  int64_t style_canvas = 0;  // of the largest one
  for (const Size& style : styles) {
    windows = std::max(windows, window_bytes(network, canvas_size(style), options));
    pictures_of_styles += picture_bytes(style);
    style_canvas = std::max(style_canvas, picture_bytes(canvas_size(style)));
  }
  windows += windows / 8;  // holes in the heap; whole pictures are blocks of their own
  const int64_t evaluation = kPicturesBesideWindows * picture_bytes(canvas) + windows;
  const int64_t targets =
      kPicturesBesideTargets * picture_bytes(canvas) + pictures_of_styles + style_canvas + windows;
  const int64_t between_scales =
      kPicturesBesideWindows * picture_bytes(canvas) + pictures_of_styles;
  MemoryUse use{std::max({evaluation, targets, between_scales}), 0};
  if (options.colour == ColourControl::kKeep)
    use.memory += kPicturesOfColours * picture_bytes(canvas);
  if (octave_parts(options.objective.octave_weights, canvas).size() > 1) {
    use.memory += kPicturesOfOctave * picture_bytes(octave_size(canvas, 1));
  }
  use.memory += mask_bytes(canvas, labels);
  add_bytes(content_bytes(network, canvas, options.objective), options.stores_features, use);
  add_bytes(remembered_bytes(canvas, options), options.stores_history, use);
  return use;
}

MemoryUse use_of_whole(const Network& network, const Size& output, const std::vector<Size>& styles,
                       const TransferOptions& options, int64_t labels) {
  // The style's features are needed, but nothing that backward() needs.
  const Size canvas = canvas_size(output);
  const int64_t picture_network = network.memory_needed(canvas);
  int64_t pictures = kPictures * picture_bytes(canvas);
  // Octaves are evaluated one after the other, so the network needs no more for them.
  if (octave_parts(options.objective.octave_weights, canvas).size() > 1) {
    pictures += kPicturesOfOctave * picture_bytes(octave_size(canvas, 1));
  }
  int64_t style_network = 0;  // of the largest style
  for (const Size& style : styles) {
    style_network = std::max(style_network, network.memory_needed(canvas_size(style)));
    pictures += picture_bytes(style);
  }
  int64_t networks = std::max(picture_network, style_network);
  // Features of the picture's size stay as long as it is painted, those of a style as long as
  // neighbours are searched. Neither takes more memory than the network at that size; what the
  // search takes is half as much again.
  if (options.objective.style_loss == StyleLoss::kNeighbours) {
    networks += (picture_network + style_network) * 3 / 2;
  }
  MemoryUse use{networks + pictures + mask_bytes(canvas, labels), 0};
  add_bytes(remembered_bytes(canvas, options), options.stores_history, use);
  // Holes in the heap, which has blocks of less than 4 MiB.
  constexpr int64_t kBeside = 20 << 20;
  use.memory += use.memory / 8 + kBeside;
  return use;
}

}  // namespace

MemoryUse transfer_memory(const Network& network, const Size& output,
                          const std::vector<Size>& styles, const TransferOptions& options,
                          int64_t labels) {
  return options.window > 0 ? use_in_windows(network, output, styles, options, labels)
                            : use_of_whole(network, output, styles, options, labels);
}

}  // namespace stylize
