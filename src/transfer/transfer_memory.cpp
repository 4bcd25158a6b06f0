#include "stylize/transfer/transfer_memory.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "canvas.h"
#include "stylize/error.h"
#include "stylize/optimize/lbfgs.h"

namespace stylize {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

int64_t picture_bytes(const Size& size) {
  return 3 * size.width * size.height * int64_t{sizeof(float)};
}

// In pictures of the canvas' size, besides the history: x, gradient, their trials, direction,
// changes and products in flight; content, style and result; the last scale's picture.
constexpr int64_t kPictures = 16;

int64_t optimizer_bytes(const Size& canvas, const TransferOptions& options) {
  if (options.optimizer == OptimizerKind::kAdam) {
    return (options.averaging > 0 ? 7 : 6) * picture_bytes(canvas);
  }
  LbfgsOptions lbfgs;
  lbfgs.history = options.history;
  const int64_t elements = 3 * canvas.width * canvas.height;
  return 2 * history_that_fits(lbfgs, elements) * picture_bytes(canvas);
}

// Of each label: its map, that map at the scale at work, and the guides of the layers, the first of
// which have as many pixels as the picture.
constexpr int64_t kMapsOfLabel = 5;

int64_t mask_bytes(const Size& size, int64_t labels) {
  return labels * kMapsOfLabel * size.width * size.height * int64_t{sizeof(float)};
}

std::vector<Size> scaled(std::vector<Size> styles, const Size& output,
                         const TransferOptions& options) {
  for (std::size_t i = 0; i < styles.size(); ++i) {
    styles[i] = style_size(styles[i], output, options, i);
  }
  return styles;
}

// The largest longest side whose transfer fits; 0 when none does.
int64_t largest_size(const Network& network, const Size& content, const std::vector<Size>& styles,
                     TransferOptions options, int64_t bytes, int64_t labels) {
  int64_t fits = 0, too_large = std::max(content.width, content.height);
  if (options.size > 0) too_large = options.size;
  while (too_large - fits > 1) {
    options.size = (fits + too_large) / 2;
    const Size output = output_size(content, options);
    const bool fit =
        transfer_memory(network, output, scaled(styles, output, options), options, labels) <= bytes;
    (fit ? fits : too_large) = options.size;
  }
  return fits;
}

std::string mebibytes(int64_t bytes) {
  return std::to_string(std::llround(static_cast<double>(bytes) / kMebibyte)) + " MiB";
}

}  // namespace

int64_t transfer_memory(const Network& network, const Size& output, const std::vector<Size>& styles,
                        const TransferOptions& options, int64_t labels) {
  // Gram matrices need the features of the style, but nothing that backward() needs.
  const Size canvas = canvas_size(output);
  int64_t networks = network.memory_needed(canvas);
  int64_t pictures = kPictures * picture_bytes(canvas);
  for (const Size& style : styles) {
    networks = std::max(networks, network.memory_needed(style));
    pictures += picture_bytes(style);
  }
  const int64_t sum =
      networks + pictures + optimizer_bytes(canvas, options) + mask_bytes(canvas, labels);
  return sum + sum / 4;  // holes in the heap: measured 2 to 24 percent
}

int64_t labels_of(const std::optional<Masks>& masks) {
  if (!masks) return 0;
  std::size_t labels = masks->content.labels.size();
  for (const LabelMap& style : masks->styles) labels += style.labels.size();
  return static_cast<int64_t>(labels);
}

TransferOptions within_memory(const Network& network, const Size& content,
                              const std::vector<Size>& styles, TransferOptions options,
                              int64_t bytes, const std::string& name, int64_t labels) {
  const Size output = output_size(content, options);
  const std::vector<Size> scaled_styles = scaled(styles, output, options);
  const auto needed = [&] {
    return transfer_memory(network, output, scaled_styles, options, labels);
  };
  const int64_t wanted = needed();
  const int smallest = std::min(options.history, kSmallestHistory);
  while (needed() > bytes && options.history > smallest) --options.history;
  if (needed() <= bytes) return options;
  const int64_t size = largest_size(network, content, styles, options, bytes, labels);
  const std::string advice = size >= kSmallestSide
                                 ? "--size " + std::to_string(size) + " would fit"
                                 : "nothing smaller would fit either; raise --memory-limit";
  throw Error(ErrorKind::kMemory,
              name + ": " + std::to_string(output.width) + "x" + std::to_string(output.height) +
                  " pixels need about " + mebibytes(wanted) + " of memory, " +
                  mebibytes(std::max<int64_t>(bytes, 0)) + " may be used; " + advice);
}

}  // namespace stylize
