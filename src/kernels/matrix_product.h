#pragma once

// The innermost matrix product. The including file defines STYLIZE_ROWS, the number of rows of a
// block, such that its sums stay in registers.

#include "kernel_table.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

constexpr int kRows = STYLIZE_ROWS;
constexpr int kPanel = 2 * kLanes;

// c[kRows][kPanel] = a b, with a in groups of kGroup columns, [groups][kRows][kGroup], and b
// [.][kPanel].
STYLIZE_INLINE void multiply_block(const float* a, int64_t groups, const float* b, float* c) {
  Vector sums[kRows][2] = {};
  for (int64_t g = 0; g < groups; ++g, a += kRows * kGroup) {
    for (int64_t k = 0; k < kGroup; ++k, b += kPanel) {
      // The processor does not prefetch across pages by itself; this saves a seventh of the time.
      __builtin_prefetch(b + 16 * kPanel);
      __builtin_prefetch(b + 16 * kPanel + 16);
      const Vector b0 = load(b), b1 = load(b + kLanes);
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r) {
        const Vector factor = splat(a[r * kGroup + k]);
        sums[r][0] += factor * b0;
        sums[r][1] += factor * b1;
      }
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
    store(c + r * kPanel, sums[r][0]);
    store(c + r * kPanel + kLanes, sums[r][1]);
  }
}

// Copies kRows pixels into the layout that multiply_block() reads. Those beyond `count` become
// zero.
STYLIZE_INLINE void pack_pixels(const float* pixels, int64_t count, int64_t channels,
                                float* packed) {
  for (int64_t r = 0; r < kRows; ++r) {
    for (int64_t c = 0; c < channels; c += kLanes) {
      const Vector v = r < count ? load(pixels + r * channels + c) : Vector{};
      store(packed + c / kGroup * kRows * kGroup + r * kGroup + c % kGroup, v);
    }
  }
}

}  // namespace
}  // namespace stylize::kernels
