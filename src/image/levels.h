#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"

namespace stylize {

/// What a picture's file holds, in 8-bit levels: float32 [1, 3 or 4, height, width], whole numbers
/// 0..255; red, green and blue on white paper, and alpha if the picture has it.
at::Tensor levels_of(const Image& image);

}  // namespace stylize
