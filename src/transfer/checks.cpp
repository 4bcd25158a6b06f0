#include "checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "pictures.h"
#include "style_weights.h"
#include "stylize/error.h"
#include "stylize/transfer/pyramid.h"

namespace stylize {
namespace {

// Styles must be used for all blocks and with equal weights: a place has a single neighbour, not a
// mixture of several.
void check_neighbours(const std::vector<StyleInput>& styles, const TransferOptions& options) {
  if (options.objective.style_loss != StyleLoss::kNeighbours) return;
  const std::string neighbours = setting_name("style-loss") + " neighbours";
  double weight = 0;
  for (const StyleInput& style : styles) {
    if (style.use.blocks) {
      throw SettingError("style-blocks", neighbours + " takes whole styles");
    }
    if (style.use.weight == 0) continue;
    if (weight != 0 && style.use.weight != weight) {
      throw SettingError("style-blend", "with " + neighbours + " styles count the same or nothing");
    }
    weight = style.use.weight;
  }
}

void check_styles(const std::vector<StyleInput>& styles, const TransferOptions& options) {
  if (styles.empty()) throw SettingError("style", "missing; give at least one");
  check_neighbours(styles, options);
  const auto has_weight = [](const StyleInput& style) { return style.use.weight > 0; };
  if (std::none_of(styles.begin(), styles.end(), has_weight)) {
    throw SettingError("style-blend", "all weights are 0; raise one");
  }
  for (const LayerWeight& layer : options.objective.style_layers) {
    const auto counts = [&](const StyleInput& style) {
      return style_weight(layer.layer, style.use) > 0;
    };
    if (std::any_of(styles.begin(), styles.end(), counts)) continue;
    throw SettingError("style-blocks", "no style that counts has block " +
                                           std::to_string(block_of(layer.layer)) + ", and " +
                                           layer.layer +
                                           " is a style layer; give it to one or drop the layer");
  }
}

// Checks every picture, and every size to which it will be scaled, before any work.
void check_sizes(const TransferInputs& inputs, const TransferOptions& options) {
  const Size full = output_size(inputs.content.size(), options);
  // The content may have been scaled when it was read, so with a size the message is about the
  // output.
  const bool scaled = options.size > 0;
  check_large_enough(
      full, scaled ? "the output of " + setting_name("size") + " " + std::to_string(options.size)
                   : std::string("content"));
  check_large_enough(inputs.content.size(), "content");
  if (inputs.initial) check_large_enough(inputs.initial->size(), "initial picture");
  if (inputs.held && inputs.held->size() != inputs.content.size()) {
    throw Error(ErrorKind::kInput, "the picture to be held to is of another size than the content");
  }
  const Size coarsest = pyramid_sizes(full, options.scales, kSmallestSide).front();
  for (const StyleInput& style : inputs.styles) {
    const Size size = style.image.size();
    check_large_enough(style_size(size, coarsest, style.use.scale),
                       "style at the coarsest scale with this " + setting_name("style-scale"));
    check_large_enough(size, "style");
  }
}

}  // namespace

void check_large_enough(const Size& size, const std::string& name) {
  if (std::min(size.width, size.height) >= kSmallestSide) return;
  throw Error(ErrorKind::kInput,
              name + ": is " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                  " pixels; both sides must be at least " + std::to_string(kSmallestSide));
}

void check_transfer(const TransferInputs& inputs, const TransferOptions& options) {
  if (options.objective.normalize_gradients && options.optimizer != OptimizerKind::kAdam) {
    throw SettingError("normalize-gradients", "needs Adam; L-BFGS needs the gradient");
  }
  check_styles(inputs.styles, options);
  check_sizes(inputs, options);
}

}  // namespace stylize
