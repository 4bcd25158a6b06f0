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

// Whole styles, all the same: a place has one neighbour, not a part of several.
void check_neighbours(const TransferOptions& options) {
  if (options.objective.style_loss != StyleLoss::kNeighbours) return;
  double weight = 0;
  for (const double own : options.style_blend) {
    if (own == 0) continue;
    if (weight != 0 && own != weight) {
      throw Error(ErrorKind::kOption,
                  "--style-blend: with --style-loss neighbours styles count the same or nothing");
    }
    weight = own;
  }
  if (!options.style_blocks.empty()) {
    throw Error(ErrorKind::kOption, "--style-blocks: --style-loss neighbours takes whole styles");
  }
}

void check_styles(const TransferOptions& options, std::size_t styles) {
  check_neighbours(options);
  const std::size_t scales = options.style_scales.size();
  for (const std::size_t count :
       {scales == 1 ? styles : scales,
        options.style_blend.empty() ? styles : options.style_blend.size(),
        options.style_blocks.empty() ? styles : options.style_blocks.size()}) {
    if (count == styles) continue;
    throw Error(ErrorKind::kOption, "styles: " + std::to_string(styles) +
                                        " with scales, weights or blocks for " +
                                        std::to_string(count));
  }
  for (const LayerWeight& layer : options.objective.style_layers) {
    const std::vector<double> weights = style_weights(layer.layer, options, styles);
    if (std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0; })) continue;
    throw Error(ErrorKind::kOption,
                options.style_blocks.empty()
                    ? "--style-blend: all weights are 0; raise one"
                    : "--style-blocks: no style that counts has block " +
                          std::to_string(block_of(layer.layer)) + ", and " + layer.layer +
                          " is a style layer; give it to one or drop the layer");
  }
}

// Checked before any work: every picture, and every size that it will be scaled to.
void check_sizes(const TransferInputs& inputs, const TransferOptions& options) {
  const Size full = output_size(inputs.content.size(), options);
  // The content may have been scaled already when it was read.
  const bool scaled = options.size > 0;
  check_large_enough(full, scaled ? "the output of --size " + std::to_string(options.size)
                                  : std::string("content"));
  check_large_enough(inputs.content.size(), "content");
  if (inputs.initial) check_large_enough(inputs.initial->size(), "initial picture");
  const Size coarsest = pyramid_sizes(full, options.scales, kSmallestSide).front();
  const std::vector<const Image*> styles = styles_of(inputs);
  for (std::size_t i = 0; i < styles.size(); ++i) {
    check_large_enough(style_size(styles[i]->size(), coarsest, options, i),
                       "style at the coarsest scale with this --style-scale");
    check_large_enough(styles[i]->size(), "style");
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
    throw Error(ErrorKind::kOption, "normalize_gradients: needs Adam; L-BFGS needs the gradient");
  }
  check_styles(options, styles_of(inputs).size());
  check_sizes(inputs, options);
}

}  // namespace stylize
