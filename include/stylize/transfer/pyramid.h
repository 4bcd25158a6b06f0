#pragma once

#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// The sizes at which a picture is optimized, coarse to fine; the last is `full`.
/// With scales == 0 the number of scales is chosen: the coarsest has a longest side of about 128
/// pixels and a shortest of at least 32, and each scale is at most twice as large as the one
/// before. With scales > 0 each scale is twice as large as the one before. Throws Error (kOption)
/// when the coarsest scale's shortest side would fall below `smallest_side`.
std::vector<Size> pyramid_sizes(const Size& full, int scales, int64_t smallest_side);

}  // namespace stylize
