#pragma once

// Gram matrices of feature maps, and the products for their gradients.

#include "kernel_table.h"
#include "matrix_product.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

constexpr int kGramRows = kLanes == 16 ? 8 : 4;

// gram[kGramRows][kPanel] += a^T b over `pixels` rows; `stride` is the row length of a, b and gram.
STYLIZE_INLINE void add_gram_block(const float* a, const float* b, int64_t pixels, int64_t stride,
                                   float* gram) {
  Vector sums[kGramRows][2] = {};
  for (int64_t n = 0; n < pixels; ++n, a += stride, b += stride) {
    const Vector b0 = load(b), b1 = load(b + kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < kGramRows; ++r) {
      const Vector factor = splat(a[r]);
      sums[r][0] += factor * b0;
      sums[r][1] += factor * b1;
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < kGramRows; ++r) {
    store(gram + r * stride, load(gram + r * stride) + sums[r][0]);
    store(gram + r * stride + kLanes, load(gram + r * stride + kLanes) + sums[r][1]);
  }
}

void add_gram(const float* features, int64_t pixels, int64_t channels, float* gram) {
  const int64_t at_once = 65536 / channels;  // so that they stay in the L2 cache
  for (int64_t n = 0; n < pixels; n += at_once) {
    const int64_t count = pixels - n < at_once ? pixels - n : at_once;
    const float* block = features + n * channels;
    for (int64_t j = 0; j < channels; j += kPanel) {
      for (int64_t i = 0; i < j + kPanel; i += kGramRows) {
        add_gram_block(block + i, block + j, count, channels, gram + i * channels + j);
      }
    }
  }
}

void multiply_in_place(float* features, int64_t pixels, int64_t channels, const float* matrix,
                       float* scratch) {
  float* packed = scratch;
  float* products = scratch + kRows * channels;
  for (int64_t n = 0; n < pixels; n += kRows) {
    const int64_t count = pixels - n < kRows ? pixels - n : kRows;
    float* block = features + n * channels;
    pack_pixels(block, count, channels, packed);
    for (int64_t j = 0; j < channels; j += kPanel) {
      multiply_block(packed, channels / kGroup, matrix + j * channels, products);
      for (int64_t r = 0; r < count; ++r) {
        store(block + r * channels + j, load(products + r * kPanel));
        store(block + r * channels + j + kLanes, load(products + r * kPanel + kLanes));
      }
    }
  }
}

}  // namespace
}  // namespace stylize::kernels
