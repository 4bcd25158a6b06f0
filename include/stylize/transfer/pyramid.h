#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// The sizes at which a picture is optimized, coarse to fine; the last is `full`.
/// With scales == 0 the number of scales is chosen: the coarsest has a longest side of about 128
/// pixels and a shortest of at least 32, and each scale is at most twice as large as the one
/// before. With scales > 0 each scale is twice as large as the one before. Throws Error (kOption)
/// when the coarsest scale's shortest side would fall below `smallest_side`.
std::vector<Size> pyramid_sizes(const Size& full, int scales, int64_t smallest_side);

/// The most iterations that scale_iterations() makes of fewer.
constexpr int64_t kMostIterations = 1'000'000;

/// The iterations at each of so many scales, from coarse to fine, when the last one has `last`:
/// each coarser scale has twice as many as the next. Large forms are found there, where an
/// iteration costs a quarter.
std::vector<int> scale_iterations(int last, std::size_t scales);

}  // namespace stylize
