#include "stylize/transfer/transfer_memory.h"

#include <algorithm>
#include <numeric>

#include "canvas.h"
#include "stylize/objective/octaves.h"
#include "stylize/optimize/lbfgs.h"

namespace stylize {
namespace {

int64_t picture_bytes(const Size& size) {
  return 3 * size.width * size.height * int64_t{sizeof(float)};
}

// How many pictures of the canvas' size are in memory besides the history: x, gradient, their
// trials, direction, changes and temporary products; content, style and result; the picture of the
// scale before.
constexpr int64_t kPictures = 16;

// The same if the picture is evaluated in windows, where the evaluation itself needs none: x,
// gradient, their trials, direction, a step and the change of the gradient with it, content.
constexpr int64_t kPicturesBesideWindows = 8;

// At the end, the content's colours are restored by way of another colour space, which needs this
// many pictures more.
constexpr int64_t kPicturesOfColours = 4;

// The octave, its gradient, and that gradient spread over the picture.
constexpr int64_t kPicturesOfOctave = 3;

// What the optimizer remembers of past steps, beyond what kPictures includes.
int64_t history_bytes(const Size& canvas, const TransferOptions& options) {
  if (options.optimizer == OptimizerKind::kAdam) {
    return int64_t{options.averaging > 0 ? 7 : 6} * picture_bytes(canvas);
  }
  LbfgsOptions lbfgs;
  lbfgs.history = options.history;
  const int64_t elements = 3 * canvas.width * canvas.height;
  return 2 * history_that_fits(lbfgs, elements) * picture_bytes(canvas);
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

// What is in memory at the same time while windows are evaluated: what the network needs for the
// largest one, the features of one window, those of its core at one layer, and the content's
// features there.
int64_t window_bytes(const Network& network, const Size& picture, const TransferOptions& options) {
  const Size frame{std::min(picture.width, options.window),
                   std::min(picture.height, options.window)};
  const std::vector<int64_t> features = network.feature_bytes(frame);
  return network.memory_needed(frame) +
         std::accumulate(features.begin(), features.end(), int64_t{0}) +
         *std::max_element(features.begin(), features.end()) +
         content_bytes(network, frame, options.objective);
}

// Counts bytes as disk space if the options store them there, otherwise as memory.
void add_bytes(int64_t bytes, bool stored, MemoryUse& use) {
  (stored ? use.disk : use.memory) += bytes;
}

MemoryUse use_in_windows(const Network& network, const Size& output,
                         const std::vector<Size>& styles, const TransferOptions& options,
                         int64_t labels) {
  const Size canvas = canvas_size(output);
  MemoryUse use{window_bytes(network, canvas, options), 0};
  int64_t pictures = kPicturesBesideWindows * picture_bytes(canvas);
  if (options.colour == ColourControl::kKeep)
    pictures += kPicturesOfColours * picture_bytes(canvas);
  for (const Size& style : styles) {
    use.memory = std::max(use.memory, window_bytes(network, style, options));
    pictures += picture_bytes(style);
  }
  if (octave_parts(options.objective.octave_weights, canvas).size() > 1) {
    pictures += kPicturesOfOctave * picture_bytes(octave_size(canvas, 1)) + picture_bytes(canvas);
  }
  use.memory += pictures + mask_bytes(canvas, labels);
  add_bytes(content_bytes(network, canvas, options.objective), options.stores_features, use);
  add_bytes(history_bytes(canvas, options), options.stores_history, use);
  use.memory += use.memory / 20;  // holes in the heap: few, since block sizes repeat
  return use;
}

MemoryUse use_of_whole(const Network& network, const Size& output, const std::vector<Size>& styles,
                       const TransferOptions& options, int64_t labels) {
  // The style's features are needed, but nothing that backward() needs.
  const Size canvas = canvas_size(output);
  const int64_t picture_network = network.memory_needed(canvas);
  int64_t pictures = kPictures * picture_bytes(canvas);
  int64_t octaves = 0;
  const std::vector<double> parts = octave_parts(options.objective.octave_weights, canvas);
  for (std::size_t octave = 1; octave < parts.size(); ++octave) {
    const Size size = octave_size(canvas, octave);
    octaves += network.memory_needed(size) + kPicturesOfOctave * picture_bytes(size);
  }
  int64_t style_network = 0;  // of the largest style
  for (const Size& style : styles) {
    style_network = std::max(style_network, network.memory_needed(style));
    pictures += picture_bytes(style);
  }
  int64_t networks = std::max(picture_network, style_network);
  // Features of the picture's size stay as long as it is painted, those of a style as long as
  // neighbours are searched. Neither takes more memory than the network at that size.
  if (options.objective.style_loss == StyleLoss::kNeighbours) {
    networks += picture_network + style_network;
  }
  MemoryUse use{networks + octaves + pictures + mask_bytes(canvas, labels), 0};
  add_bytes(history_bytes(canvas, options), options.stores_history, use);
  use.memory += use.memory / 4;  // holes in the heap: measured 2 to 24 percent
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
