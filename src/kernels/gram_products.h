#pragma once

// Gram matrices of feature maps, and the products for their gradients.

#include "kernel_table.h"
#include "matrix_product.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

constexpr int kGramRows = kLanes == 16 ? 8 : 4;
constexpr int64_t kRunsAtOnce = 8;  // of 4096 floats: so that they stay in the L2 cache

typedef float HalfVector __attribute__((vector_size(kLanes / 2 * sizeof(float))));
typedef double HalfDoubles __attribute__((vector_size(kLanes / 2 * sizeof(double))));

STYLIZE_INLINE void add_to_doubles(double* to, Vector values) {
  HalfVector halves[2];
  std::memcpy(halves, &values, sizeof values);
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i) {
    HalfDoubles sums;
    std::memcpy(&sums, to + i * kLanes / 2, sizeof sums);
    sums += __builtin_convertvector(halves[i], HalfDoubles);
    std::memcpy(to + i * kLanes / 2, &sums, sizeof sums);
  }
}

// gram[kGramRows][kPanel] += a^T b over `pixels` rows; `stride` is the row length of a, b and gram.
STYLIZE_INLINE void add_gram_block(const float* a, const float* b, int64_t pixels, int64_t stride,
                                   double* gram) {
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
    add_to_doubles(gram + r * stride, sums[r][0]);
    add_to_doubles(gram + r * stride + kLanes, sums[r][1]);
  }
}

void add_gram(const float* features, const int64_t* runs, int64_t count, int64_t channels,
              double* gram) {
  while (count > 0) {
    const int64_t at_once = count < kRunsAtOnce ? count : kRunsAtOnce;
    for (int64_t j = 0; j < channels; j += kPanel) {
      for (int64_t i = 0; i < j + kPanel; i += kGramRows) {
        const float* pixel = features;
        for (int64_t r = 0; r < at_once; pixel += runs[r] * channels, ++r) {
          add_gram_block(pixel + i, pixel + j, runs[r], channels, gram + i * channels + j);
        }
      }
    }
    for (int64_t r = 0; r < at_once; ++r) features += runs[r] * channels;
    runs += at_once;
    count -= at_once;
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
