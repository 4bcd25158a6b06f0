#pragma once

#include <algorithm>

#include "stylize/image/image.h"

namespace stylize {

/// The larger of both widths and of both heights.
inline Size larger_size(const Size& a, const Size& b) {
  return {std::max(a.width, b.width), std::max(a.height, b.height)};
}

}  // namespace stylize
