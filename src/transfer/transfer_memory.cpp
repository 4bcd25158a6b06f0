#include "stylize/transfer/transfer_memory.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

#include "canvas.h"
#include "stylize/error.h"
#include "stylize/objective/windows.h"
#include "stylize/optimize/lbfgs.h"
#include "transfer/memory_choice.h"

namespace stylize {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

std::vector<Size> scaled(const std::vector<StyleSize>& styles, const Size& output) {
  std::vector<Size> sizes;
  for (const StyleSize& style : styles) {
    sizes.push_back(style_size(style.size, output, style.scale));
  }
  return sizes;
}

// The largest of the output and the styles, by their pixels.
Size largest_of(const Size& output, const std::vector<Size>& styles) {
  const auto pixels = [](const Size& size) { return size.width * size.height; };
  Size largest = output;
  for (const Size& style : styles) {
    if (pixels(style) > pixels(largest)) largest = style;
  }
  return largest;
}

// Finds which smaller setting would make a transfer fit.
class Remedy {
 public:
  Remedy(const Network& network, const Size& content, const std::vector<StyleSize>& styles,
         const TransferOptions& options, const MemoryRoom& room, int64_t labels)
      : network_(network),
        content_(content),
        styles_(styles),
        options_(options),
        room_(room),
        labels_(labels) {}

  // The end of the error message. `least` is the memory that would be enough.
  std::string advice(int64_t least) const {
    const std::string memory = room_.remedy ? room_.remedy(with_margin(least)) : "";
    const std::string more = memory.empty() ? "" : memory + ", or ";
    if (styles_are_larger()) {
      const std::string scales = largest_scales();
      if (!scales.empty()) return more + setting_name("style-scale") + " " + scales + " would do";
    }
    const int64_t size = largest_size();
    if (size > 0) return more + setting_name("size") + " " + std::to_string(size) + " would do";
    if (!memory.empty()) return memory + " would do";
    return "nothing smaller would fit either; free memory, or raise " +
           setting_name("memory-limit") + " where given";
  }

 private:
  // Adds a margin: in the next run the process itself may take more memory than now, however small
  // the picture, and the advice must still hold. Measured: up to 2 MiB between two runs on one
  // machine, as libraries' pages happen to be mapped.
  static int64_t with_margin(int64_t bytes) {
    constexpr int64_t kProcess = 4 << 20;
    return bytes + bytes / 50 + kProcess;
  }

  bool fits(const TransferOptions& options, const std::vector<StyleSize>& styles) const {
    const Size output = output_size(content_, options);
    const TransferSizes sizes{network_, output, scaled(styles, output), labels_};
    return with_margin(least_memory(sizes, options, room_.most.disk)) <= room_.most.memory;
  }

  bool styles_are_larger() const {
    const Size output = output_size(content_, options_);
    return largest_of(output, scaled(styles_, output)) != output;
  }

  // The largest longest side with which the transfer fits; 0 if there is none.
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

  // The styles' scales, all reduced by the same factor (in steps of a hundredth) until the transfer
  // fits. A single number if all are equal; empty if none fit.
  std::string largest_scales() const {
    constexpr int kSteps = 100, kLeast = 5;  // hundredths; the setting's least value is 0.05
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
  const MemoryRoom& room_;
  int64_t labels_;
};

// " with a style of 6000x6000" if a style is larger than the output, else nothing.
std::string style_text(const Size& output, const std::vector<Size>& styles) {
  const Size largest = largest_of(output, styles);
  if (largest == output) return "";
  return " with a style of " + std::to_string(largest.width) + "x" + std::to_string(largest.height);
}

std::string mebibytes(int64_t bytes) {
  return std::to_string(std::llround(static_cast<double>(bytes) / kMebibyte)) + " MiB";
}

std::string window_text(const TransferSizes& sizes, const TransferOptions& options) {
  if (options.window == 0) return "whole";
  const std::vector<Window> windows =
      windows_of(canvas_size(sizes.output), options.window, sizes.network);
  const Size largest = largest_sizes(windows).gradient;
  return std::to_string(windows.size()) + (windows.size() == 1 ? " window" : " windows") +
         " of at most " + std::to_string(largest.width) + "x" + std::to_string(largest.height) +
         " pixels";
}

std::string history_text(const TransferSizes& sizes, const TransferOptions& options) {
  if (options.optimizer != OptimizerKind::kLbfgs) return "";
  const Size canvas = canvas_size(sizes.output);
  LbfgsOptions lbfgs;
  lbfgs.history = options.history;
  return ", history of " +
         std::to_string(history_that_fits(lbfgs, 3 * canvas.width * canvas.height)) + " pairs" +
         (options.stores_history ? " on the disk" : "");
}

}  // namespace

std::string plan_text(const Network& network, const Size& content,
                      const std::vector<StyleSize>& styles, const TransferOptions& options,
                      int64_t labels) {
  const Size output = output_size(content, options);
  const TransferSizes sizes{network, output, scaled(styles, output), labels};
  const MemoryUse use = transfer_memory(network, output, sizes.styles, options, labels);
  std::string text = window_text(sizes, options) + history_text(sizes, options);
  if (options.stores_features) text += ", features of the content on the disk";
  text += ", about " + mebibytes(use.memory) + " of memory";
  return use.disk > 0 ? text + " and " + mebibytes(use.disk) + " of the disk" : text;
}

std::vector<StyleSize> style_sizes(const std::vector<StyleInput>& styles) {
  std::vector<StyleSize> sizes;
  for (const StyleInput& style : styles) sizes.push_back({style.image.size(), style.use.scale});
  return sizes;
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
                              const MemoryRoom& room, const std::string& name, int64_t labels) {
  const Size output = output_size(content, options);
  const TransferSizes sizes{network, output, scaled(styles, output), labels};
  if (const auto fitting = that_fit(sizes, options, room.most)) return *fitting;
  const int64_t least = least_memory(sizes, options, room.most.disk);
  const std::string advice = Remedy(network, content, styles, options, room, labels).advice(least);
  throw Error(ErrorKind::kMemory,
              name + ": " + std::to_string(output.width) + "x" + std::to_string(output.height) +
                  " pixels" + style_text(output, sizes.styles) + " need at least " +
                  mebibytes(least) + " of memory, " +
                  mebibytes(std::max<int64_t>(room.most.memory, 0)) + " may be used; " + advice);
}

}  // namespace stylize
