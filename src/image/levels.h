#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"

namespace stylize {

/// A picture in 8-bit levels as a file stores them: float32 [1, 3 or 4, height, width], whole
/// numbers 0..255; red, green and blue over white, and alpha if the picture has it.
at::Tensor levels_of(const Image& image);

}  // namespace stylize
