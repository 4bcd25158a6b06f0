#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "stylize/objective/style_loss.h"

namespace stylize {

/// What a picture asks for as style: for each octave (octaves.h) one for each of the network's
/// layers.
struct StyleTarget {
  std::vector<std::vector<LayerStyle>> octaves;
};

/// What a region of the picture takes its style from.
struct StyleRegion {
  StyleTarget style;
  at::Tensor map;  ///< float32 [1, 1, H, W] on the CPU, the part 0..1 of each pixel that belongs to
                   ///< the region; undefined: the whole picture, for a region that is alone
  double share = 1;  ///< the part of the picture's area
};

/// What several styles ask for together; see blend_styles. `weights` has a list for each layer, in
/// it a weight for each style; a layer where all are 0 asks for nothing. So does an octave that
/// none of the styles has.
StyleTarget blend(StyleLoss loss, const std::vector<StyleTarget>& targets,
                  const std::vector<std::vector<double>>& weights);

/// The memory that a target holds.
int64_t bytes_of(const StyleTarget& target);

}  // namespace stylize
