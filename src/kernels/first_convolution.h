#pragma once

// The first convolution, from three planes with replicated borders to a feature map, and its
// gradient.

#include <cstring>

#include "kernel_table.h"
#include "matrix_product.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

int64_t clamped(int64_t i, int64_t length) {
  return i < 0 ? 0 : i < length ? i : length - 1;
}

// In scratch memory, the products of first_backward() come first, so that they are aligned.
constexpr int64_t kFirstProducts = kRows * (kFirstPanel + 512);

int64_t first_scratch(int64_t width) {
  return (kFirstTaps + 1) * (width + 2 * kRows + 2) + kFirstProducts;
}

// Copies rows y - 1 to y + 1 of the three planes, extended at the borders, to [9][width + 2].
void extend_rows(const FirstForwardTask& task, int64_t y, float* rows) {
  for (int64_t i = 0; i < 9; ++i, rows += task.width + 2) {
    const float* row =
        task.picture + (i / 3 * task.height + clamped(y + i % 3 - 1, task.height)) * task.width;
    rows[0] = row[0];
    std::memcpy(rows + 1, row, static_cast<size_t>(task.width) * sizeof(float));
    rows[task.width + 1] = row[task.width - 1];
  }
}

void first_forward(const FirstForwardTask& task, int64_t first, int64_t last, float* scratch) {
  const int64_t channels = task.channels, stride = task.width + 2;
  std::memset(scratch, 0, static_cast<size_t>(first_scratch(task.width)) * sizeof(float));
  for (int64_t y = first; y < last; ++y) {
    extend_rows(task, y, scratch);
    for (int64_t x = 0; x < task.width; x += kRows) {
      const int64_t count = task.width - x < kRows ? task.width - x : kRows;
      for (int64_t c = 0; c < channels; c += kPanel) {
        const Vector bias0 = load(task.bias + c), bias1 = load(task.bias + c + kLanes);
        Vector sums[kRows][2];
        for (int r = 0; r < kRows; ++r) sums[r][0] = bias0, sums[r][1] = bias1;
        for (int64_t tap = 0; tap < kFirstTaps; ++tap) {
          const float* pixels = scratch + tap / 3 * stride + tap % 3 + x;
          const float* weights = task.weights + tap * channels + c;
          const Vector w0 = load(weights), w1 = load(weights + kLanes);
#pragma GCC unroll 16
          for (int r = 0; r < kRows; ++r) {
            const Vector pixel = splat(pixels[r]);
            sums[r][0] += pixel * w0;
            sums[r][1] += pixel * w1;
          }
        }
        for (int64_t r = 0; r < count; ++r) {
          const int64_t place = (y * task.width + x + r) * channels + c;
          for (int half = 0; half < 2; ++half) {
            const Vector value = positive(sums[r][half]);
            store(task.output + place + half * kLanes, value);
            if (task.mask) store_bits(task.mask + (place + half * kLanes) / 8, value > 0);
          }
        }
      }
    }
  }
}

// Computes what the pixels of row y contribute to each tap: [kFirstTaps][width + 2].
void first_taps(const FirstBackwardTask& task, int64_t y, float* taps, float* scratch) {
  float* packed = scratch;
  float* products = scratch + kRows * task.channels;
  for (int64_t x = 0; x < task.width; x += kRows) {
    const int64_t count = task.width - x < kRows ? task.width - x : kRows;
    pack_pixels(task.gradient + (y * task.width + x) * task.channels, count, task.channels, packed);
    for (int64_t n = 0; n < kFirstPanel; n += kPanel) {
      multiply_block(packed, task.channels / kGroup, task.weights + n * task.channels, products);
      const int64_t end = n + kPanel < kFirstTaps ? n + kPanel : kFirstTaps;
      for (int64_t tap = n; tap < end; ++tap) {
        for (int64_t r = 0; r < count; ++r) {
          taps[tap * (task.width + 2) + x + r] = products[r * kPanel + tap - n];
        }
      }
    }
  }
}

// Adds what one row of the convolution's output contributes to row `to` of the picture; `offset` is
// the row of the taps.
void add_taps(const FirstBackwardTask& task, const float* taps, int64_t offset, int64_t to) {
  const int64_t width = task.width;
  for (int64_t plane = 0; plane < 3; ++plane) {
    float* out = task.picture + (plane * task.height + to) * width;
    const float* left = taps + (9 * plane + 3 * offset) * (width + 2);
    const float* middle = left + (width + 2);
    const float* right = middle + (width + 2);
    // Output pixel x saw the picture's pixels x - 1, x and x + 1; beyond the border it saw the
    // border's pixel again.
    for (int64_t x = 0; x < width; ++x) out[x] += middle[x];
    for (int64_t x = 1; x < width; ++x) out[x - 1] += left[x];
    for (int64_t x = 0; x + 1 < width; ++x) out[x + 1] += right[x];
    out[0] += left[0];
    out[width - 1] += right[width - 1];
  }
}

void first_backward(const FirstBackwardTask& task, int64_t first, int64_t last, float* scratch) {
  float* taps = scratch + kFirstProducts;
  for (int64_t plane = 0; plane < 3; ++plane) {
    std::memset(task.picture + (plane * task.height + first) * task.width, 0,
                static_cast<size_t>((last - first) * task.width) * sizeof(float));
  }
  const int64_t begin = first > 0 ? first - 1 : 0;
  const int64_t end = last < task.height ? last + 1 : task.height;
  for (int64_t y = begin; y < end; ++y) {
    first_taps(task, y, taps, scratch);
    for (int64_t offset = 0; offset < 3; ++offset) {
      const int64_t to = clamped(y + offset - 1, task.height);
      if (to >= first && to < last) add_taps(task, taps, offset, to);
    }
  }
}

}  // namespace
}  // namespace stylize::kernels
