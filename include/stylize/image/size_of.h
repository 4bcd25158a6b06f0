#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"

namespace stylize {

/// The size of a picture or a map [1, C, height, width].
inline Size size_of(const at::Tensor& map) {
  return {map.size(3), map.size(2)};
}

}  // namespace stylize
