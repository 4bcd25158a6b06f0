#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// The sizes at which a picture is optimized, from coarse to fine; the last is `full`. With scales
/// == 0 their number is chosen: the coarsest has a longest side of about 128 pixels, or more if its
/// shortest side would be below 32, and each scale is at most twice as large as the one before.
/// With scales > 0 each scale is twice as large as the one before. Throws Error (kOption) when the
/// shortest side of the coarsest scale would be below `smallest_side` pixels.
std::vector<Size> pyramid_sizes(const Size& full, int scales, int64_t smallest_side);

}  // namespace stylize
