#include "stylize/transfer/transfer_memory.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>

#include "canvas.h"
#include "stylize/error.h"
#include "stylize/objective/octaves.h"
#include "stylize/objective/windows.h"
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

// The octave, its gradient, and that spread over the picture.
constexpr int64_t kPicturesOfOctave = 3;

int64_t optimizer_bytes(const Size& canvas, const TransferOptions& options) {
  if (options.optimizer == OptimizerKind::kAdam) {
    return int64_t{options.averaging > 0 ? 7 : 6} * picture_bytes(canvas);
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

std::vector<Size> scaled(const std::vector<StyleSize>& styles, const Size& output) {
  std::vector<Size> sizes;
  for (const StyleSize& style : styles) {
    sizes.push_back(style_size(style.size, output, style.scale));
  }
  return sizes;
}

// The output, or the style that has the most pixels, where that is more.
Size largest_of(const Size& output, const std::vector<Size>& styles) {
  const auto pixels = [](const Size& size) { return size.width * size.height; };
  Size largest = output;
  for (const Size& style : styles) {
    if (pixels(style) > pixels(largest)) largest = style;
  }
  return largest;
}

// In pictures of the canvas' size, where no more than a window is looked at; besides the history.
constexpr int64_t kPicturesBesideWindows = 10;

// What lies side by side while windows are looked at: what the network takes for the largest, the
// features of one, and of one layer those of its core.
int64_t window_bytes(const Network& network, const Size& picture, int64_t window) {
  const Size frame{std::min(picture.width, window), std::min(picture.height, window)};
  const std::vector<int64_t> features = network.feature_bytes(frame);
  return network.memory_needed(frame) +
         std::accumulate(features.begin(), features.end(), int64_t{0}) +
         *std::max_element(features.begin(), features.end());
}

// The content's features stay for as long as it is painted.
int64_t content_bytes(const Network& network, const Size& canvas, const ObjectiveOptions& options) {
  const std::vector<int64_t> features = network.feature_bytes(canvas);
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

int64_t memory_in_windows(const Network& network, const Size& output,
                          const std::vector<Size>& styles, const TransferOptions& options,
                          int64_t labels) {
  const Size canvas = canvas_size(output);
  int64_t bytes = window_bytes(network, canvas, options.window);
  int64_t pictures = kPicturesBesideWindows * picture_bytes(canvas);
  for (const Size& style : styles) {
    bytes = std::max(bytes, window_bytes(network, style, options.window));
    pictures += picture_bytes(style);
  }
  if (octave_parts(options.objective.octave_weights, canvas).size() > 1) {
    pictures += kPicturesOfOctave * picture_bytes(octave_size(canvas, 1));
  }
  const int64_t sum = bytes + pictures + content_bytes(network, canvas, options.objective) +
                      optimizer_bytes(canvas, options) + mask_bytes(canvas, labels);
  return sum + sum / 10;  // holes in the heap are few where blocks are of the same sizes
}

// The largest window that fits; none when not even the smallest does.
std::optional<int64_t> largest_window(const Network& network, const Size& output,
                                      const std::vector<Size>& styles, TransferOptions options,
                                      int64_t bytes, int64_t labels) {
  const int64_t stride = network.stride();
  const auto fits = [&](int64_t strides) {
    options.window = strides * stride;
    return memory_in_windows(network, output, styles, options, labels) <= bytes;
  };
  const Size canvas = canvas_size(output);
  int64_t longest = std::max(canvas.width, canvas.height);
  for (const Size& style : styles) longest = std::max({longest, style.width, style.height});
  int64_t largest = smallest_window(network) / stride, too_large = longest / stride + 2;
  if (!fits(largest)) return {};
  while (too_large - largest > 1) {
    const int64_t strides = (largest + too_large) / 2;
    (fits(strides) ? largest : too_large) = strides;
  }
  return largest * stride;
}

// What of the options fits: all of them, or with a shorter history, or besides in windows. Small
// windows take long, so the history is shortened before windows have more margin than core.
std::optional<TransferOptions> that_fit(const Network& network, const Size& output,
                                        const std::vector<Size>& styles, TransferOptions options,
                                        int64_t bytes, int64_t labels) {
  const auto fits = [&] {
    return transfer_memory(network, output, styles, options, labels) <= bytes;
  };
  const int asked = options.history, smallest = std::min(asked, kSmallestHistory);
  while (!fits() && options.history > smallest) --options.history;
  if (fits()) return options;
  // Places of the whole picture are held against those of a whole style.
  if (options.objective.style_loss == StyleLoss::kNeighbours) return {};
  const int64_t half_core = 4 * margin_for_gradient(network);
  for (const int history : {asked, smallest}) {
    options.history = history;
    const auto window = largest_window(network, output, styles, options, bytes, labels);
    if (!window || (history > smallest && *window < half_core)) continue;
    options.window = *window;
    return options;
  }
  return {};
}

// What of a transfer that does not fit could be made smaller.
class Remedy {
 public:
  Remedy(const Network& network, const Size& content, const std::vector<StyleSize>& styles,
         const TransferOptions& options, int64_t bytes, int64_t labels)
      : network_(network),
        content_(content),
        styles_(styles),
        options_(options),
        // What is named must fit although the process will not be quite as large as it is now.
        bytes_(bytes - bytes / 50),
        labels_(labels) {}

  std::string advice() const {
    if (styles_are_larger()) {
      const std::string scales = largest_scales();
      if (!scales.empty()) return setting_name("style-scale") + " " + scales + " would fit";
    }
    const int64_t size = largest_size();
    if (size > 0) return setting_name("size") + " " + std::to_string(size) + " would fit";
    return "nothing smaller would fit either; free memory, or raise " +
           setting_name("memory-limit") + " where given";
  }

 private:
  bool fits(const TransferOptions& options, const std::vector<StyleSize>& styles) const {
    const Size output = output_size(content_, options);
    return that_fit(network_, output, scaled(styles, output), options, bytes_, labels_).has_value();
  }

  bool styles_are_larger() const {
    const Size output = output_size(content_, options_);
    return largest_of(output, scaled(styles_, output)) != output;
  }

  // The largest longest side whose transfer fits; 0 when none does.
  int64_t largest_size() const {
    TransferOptions options = options_;
    int64_t largest = 0, too_large = std::max(content_.width, content_.height);
    if (options.size > 0) too_large = options.size;
    while (too_large - largest > 1) {
      options.size = (largest + too_large) / 2;
      (fits(options, styles_) ? largest : too_large) = options.size;
    }
    options.size = std::max<int64_t>(largest, 1);
    const Size output = output_size(content_, options);
    return std::min(output.width, output.height) >= kSmallestSide ? largest : 0;
  }

  // Those asked for, made smaller together, in hundredths; one where all are the same. Empty when
  // none fit.
  std::string largest_scales() const {
    constexpr int kSteps = 100, kLeast = 5;  // of a setting that takes 0.05 and more
    for (int step = kSteps - 1; step > 0; --step) {
      std::vector<StyleSize> styles = styles_;
      std::string text;
      bool all_the_same = true;
      for (StyleSize& style : styles) {
        const int64_t hundredths = std::llround(std::floor(style.scale * step));
        if (hundredths < kLeast) return "";
        style.scale = static_cast<double>(hundredths) / kSteps;
        std::ostringstream number;
        number << style.scale;
        text += (text.empty() ? "" : ",") + number.str();
        all_the_same = all_the_same && style.scale == styles.front().scale;
      }
      if (!fits(options_, styles)) continue;
      return all_the_same ? text.substr(0, text.find(',')) : text;
    }
    return "";
  }

  const Network& network_;
  const Size& content_;
  const std::vector<StyleSize>& styles_;
  const TransferOptions& options_;
  int64_t bytes_, labels_;
};

// " with a style of 6000x6000", where that is larger than the output.
std::string style_text(const Size& output, const std::vector<Size>& styles) {
  const Size largest = largest_of(output, styles);
  if (largest == output) return "";
  return " with a style of " + std::to_string(largest.width) + "x" + std::to_string(largest.height);
}

std::string mebibytes(int64_t bytes) {
  return std::to_string(std::llround(static_cast<double>(bytes) / kMebibyte)) + " MiB";
}

}  // namespace

int64_t transfer_memory(const Network& network, const Size& output, const std::vector<Size>& styles,
                        const TransferOptions& options, int64_t labels) {
  if (options.window > 0) return memory_in_windows(network, output, styles, options, labels);
  // Gram matrices need the features of the style, but nothing that backward() needs.
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
  // Of the picture's size for as long as it is painted, of a style's while neighbours are looked
  // for; each has no more features than its network takes memory.
  if (options.objective.style_loss == StyleLoss::kNeighbours) {
    networks += picture_network + style_network;
  }
  const int64_t sum =
      networks + octaves + pictures + optimizer_bytes(canvas, options) + mask_bytes(canvas, labels);
  return sum + sum / 4;  // holes in the heap: measured 2 to 24 percent
}

std::string window_text(const Network& network, const Size& content,
                        const std::vector<StyleSize>& styles, const TransferOptions& options,
                        int64_t labels) {
  const Size output = output_size(content, options);
  const std::size_t windows = windows_of(canvas_size(output), options.window, network).size();
  return std::to_string(windows) + (windows == 1 ? " window" : " windows") + " of at most " +
         std::to_string(options.window) + "x" + std::to_string(options.window) +
         " pixels, history " + std::to_string(options.history) + ", about " +
         mebibytes(transfer_memory(network, output, scaled(styles, output), options, labels)) +
         " of memory";
}

int64_t labels_of(const TransferInputs& inputs) {
  if (!inputs.content_mask) return 0;
  std::size_t labels = inputs.content_mask->labels.size();
  for (const StyleInput& style : inputs.styles)
    labels += style.mask ? style.mask->labels.size() : 0;
  return static_cast<int64_t>(labels);
}

TransferOptions within_memory(const Network& network, const Size& content,
                              const std::vector<StyleSize>& styles, const TransferOptions& options,
                              int64_t bytes, const std::string& name, int64_t labels) {
  const Size output = output_size(content, options);
  const std::vector<Size> scaled_styles = scaled(styles, output);
  const auto fitting = that_fit(network, output, scaled_styles, options, bytes, labels);
  if (fitting) return *fitting;
  const int64_t wanted = transfer_memory(network, output, scaled_styles, options, labels);
  const std::string advice = Remedy(network, content, styles, options, bytes, labels).advice();
  throw Error(ErrorKind::kMemory,
              name + ": " + std::to_string(output.width) + "x" + std::to_string(output.height) +
                  " pixels" + style_text(output, scaled_styles) + " need about " +
                  mebibytes(wanted) + " of memory, " + mebibytes(std::max<int64_t>(bytes, 0)) +
                  " may be used; " + advice);
}

}  // namespace stylize
