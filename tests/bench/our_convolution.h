#pragma once

#include <functional>

#include "vgg_convolutions.h"

namespace stylize::bench {

/// Runs one convolution of a square picture's maps, on memory prepared before.
using Work = std::function<void()>;

/// Ours as an evaluation uses it: forward with bias and ReLU and the bits of the mask, backward
/// with the mask of the ReLU below (conv1_1 has none below). Without pooling.
Work our_convolution(const ConvolutionLayer& layer, Direction direction, int64_t size);

}  // namespace stylize::bench
