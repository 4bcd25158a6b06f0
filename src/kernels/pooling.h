#pragma once

// Poolings that are not fused with a convolution, and their gradients.

#include "kernel_table.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

void add_unpooled(float* values, const float* pooled, const uint8_t* route, float scale,
                  const uint8_t* keep, int64_t height, int64_t width, int64_t channels,
                  int64_t first, int64_t last) {
  for (int64_t y = first; y < last; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      const int64_t pixel = (y * width + x) * channels;
      const bool inside = pooled && y < height / 2 * 2 && x < width / 2 * 2;
      const float* from = inside ? pooled + ((y / 2) * (width / 2) + x / 2) * channels : nullptr;
      for (int64_t c = 0; c < channels; c += kLanes) {
        Vector value = load(values + pixel + c);
        if (from) {
          const Vector spread = scale * load(from + c);
          value += route ? keep_bits(spread, route + (pixel + c) / 8) : spread;
        }
        store(values + pixel + c, keep_bits(value, keep + (pixel + c) / 8));
      }
    }
  }
}

void pool(const float* input, PoolKind kind, int64_t width, int64_t channels, float* output,
          uint8_t* route, int64_t first, int64_t last) {
  for (int64_t y = first; y < last; ++y) {
    for (int64_t x = 0; x < width / 2; ++x) {
      const int64_t corner = (2 * y * width + 2 * x) * channels;
      float* out = output + (y * (width / 2) + x) * channels;
      for (int64_t c = 0; c < channels; c += kLanes) {
        const float* p = input + corner + c;
        const Vector a = load(p), b = load(p + channels), d = load(p + width * channels),
                     e = load(p + (width + 1) * channels);
        if (kind == PoolKind::kAverage) {
          store(out + c, 0.25f * ((a + b) + (d + e)));
          continue;
        }
        const Vector best = larger(larger(a, b), larger(d, e));
        store(out + c, best);
        if (!route) continue;
        uint8_t* bits = route + (corner + c) / 8;
        store_bits(bits, a == best);
        store_bits(bits + channels / 8, (b == best) & ~(a == best));
        store_bits(bits + width * channels / 8, (d == best) & ~((a == best) | (b == best)));
        store_bits(bits + (width + 1) * channels / 8, ~((a == best) | (b == best) | (d == best)));
      }
    }
  }
}

STYLIZE_INLINE Vector square_root(Vector v) {
  Vector root;
  for (int i = 0; i < kLanes; ++i) root[i] = __builtin_sqrtf(v[i]);
  return root;
}

void pool_l2(const float* input, int64_t width, int64_t channels, float* output, float* slope,
             int64_t first, int64_t last) {
  for (int64_t y = first; y < last; ++y) {
    for (int64_t x = 0; x < width / 2; ++x) {
      const int64_t corner = (2 * y * width + 2 * x) * channels;
      const int64_t places[4] = {corner, corner + channels, corner + width * channels,
                                 corner + (width + 1) * channels};
      float* out = output + (y * (width / 2) + x) * channels;
      for (int64_t c = 0; c < channels; c += kLanes) {
        Vector values[4], sum{};
        for (int i = 0; i < 4; ++i) {
          values[i] = load(input + places[i] + c);
          sum += values[i] * values[i];
        }
        const Vector root = square_root(0.25f * sum);
        store(out + c, root);
        if (!slope) continue;
        for (int i = 0; i < 4; ++i) {
          store(slope + places[i] + c, root > 0 ? 0.25f * values[i] / root : Vector{});
        }
      }
    }
  }
}

void add_unpooled_l2(float* values, const float* pooled, const float* slope, const uint8_t* keep,
                     int64_t height, int64_t width, int64_t channels, int64_t first, int64_t last) {
  for (int64_t y = first; y < last; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      const int64_t pixel = (y * width + x) * channels;
      const bool inside = y < height / 2 * 2 && x < width / 2 * 2;
      const float* from = inside ? pooled + ((y / 2) * (width / 2) + x / 2) * channels : nullptr;
      for (int64_t c = 0; c < channels; c += kLanes) {
        Vector value = load(values + pixel + c);
        if (from) value += load(slope + pixel + c) * load(from + c);
        store(values + pixel + c, keep_bits(value, keep + (pixel + c) / 8));
      }
    }
  }
}

}  // namespace
}  // namespace stylize::kernels
