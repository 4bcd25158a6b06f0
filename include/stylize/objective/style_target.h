#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "stylize/objective/style_loss.h"

namespace stylize {

/// The target made from a style picture: for each of its octaves (octaves.h), a target for each of
/// the network's layers.
struct StyleTarget {
  std::vector<std::vector<LayerStyle>> octaves;
};

/// A region of the picture and the style that it is given.
struct StyleRegion {
  StyleTarget style;
  at::Tensor map;  ///< float32 [1, 1, H, W] on the CPU: the part 0..1 of each pixel that belongs to
                   ///< the region; undefined: the only region, which is the whole picture
  double share = 1;  ///< of the picture's area, 0..1
};

/// The target for a blend of several styles; see blend_styles(). `weights` has for each layer a
/// list with the weight of each style. A layer whose weights are all 0 gets no target. The result
/// has as many octaves as the style with the most.
StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights);

/// Bytes of memory that the target's tensors take.
int64_t bytes_of(const StyleTarget& target);

}  // namespace stylize
