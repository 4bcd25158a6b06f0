#pragma once

// Winograd convolution F(4x4, 3x3): Lavin and Gray, CVPR 2016, section 4.1. Tiles are transformed,
// multiplied with the weights at each of their 36 points, and transformed back.

#include "kernel_table.h"
#include "matrix_product.h"
#include "vectors.h"

namespace stylize::kernels {
namespace {

// How many blocks of kRows tiles are in scratch memory at a time: few enough that their transforms
// stay in the cache, and enough that loading the weights again for the next ones costs little.
int64_t block_rows(const ConvolutionTask& task) {
  const int64_t wide = task.input_channels + task.output_channels;
  const int64_t tiles = wide <= 128 ? 28 : wide <= 256 ? 42 : 112;
  return (tiles + kRows - 1) / kRows;
}

// The distance from the matrix of one point to that of the next. It is one cache line more than the
// matrix needs: otherwise the 36 places that a tile is written to would share a few cache sets.
STYLIZE_INLINE int64_t point_stride(int64_t rows, int64_t channels) {
  return rows * channels + 16;
}

int64_t convolution_scratch(const ConvolutionTask& task) {
  const int64_t rows = block_rows(task) * kRows;
  return kPoints *
             (point_stride(rows, task.input_channels) + point_stride(rows, task.output_channels)) +
         kRows * kGroup;
}

// t = B^T d, for six values.
STYLIZE_INLINE void transform_input(const Vector* d, int64_t step, Vector* t, int64_t t_step) {
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
               d5 = d[5 * step];
  const Vector even = d4 - 4 * d2, odd = d3 - 4 * d1;
  const Vector even2 = d4 - d2, odd2 = 2 * (d3 - d1);
  t[0] = 4 * d0 - 5 * d2 + d4;
  t[t_step] = even + odd;
  t[2 * t_step] = even - odd;
  t[3 * t_step] = even2 + odd2;
  t[4 * t_step] = even2 - odd2;
  t[5 * t_step] = 4 * d1 - 5 * d3 + d5;
}

// s = A^T m, from six values to four.
STYLIZE_INLINE void transform_output(const Vector* m, int64_t step, Vector* s, int64_t s_step) {
  const Vector sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
  const Vector sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
  s[0] = m[0] + sum1 + sum2;
  s[s_step] = difference1 + 2 * difference2;
  s[2 * s_step] = sum1 + 4 * sum2;
  s[3 * s_step] = difference1 + 8 * difference2 + m[5 * step];
}

// Loads the 6x6 pixels that a tile sees, one vector of channels each; zeros beyond the border.
STYLIZE_INLINE void load_tile(const ConvolutionTask& task, int64_t top, int64_t left,
                              int64_t channel, Vector* d) {
  const int64_t channels = task.input_channels;
  if (!task.input_route && top >= 0 && left >= 0 && top + 6 <= task.height &&
      left + 6 <= task.width) {
    const float* corner = task.input + (top * task.width + left) * channels + channel;
    for (int64_t y = 0; y < 6; ++y) {
      for (int64_t x = 0; x < 6; ++x) d[6 * y + x] = load(corner + (y * task.width + x) * channels);
    }
    return;
  }
  // A pooling drops the last row and column of an odd size, so no gradient reaches them.
  const int64_t height = task.input_route ? task.height / 2 * 2 : task.height;
  const int64_t width = task.input_route ? task.width / 2 * 2 : task.width;
  for (int64_t i = 0; i < kPoints; ++i) {
    const int64_t y = top + i / 6, x = left + i % 6;
    if (y < 0 || x < 0 || y >= height || x >= width) {
      d[i] = Vector{};
    } else if (task.input_route) {
      const float* pooled = task.input + ((y / 2) * (task.width / 2) + x / 2) * channels + channel;
      const uint8_t* route = task.input_route + ((y * task.width + x) * channels + channel) / 8;
      d[i] = keep_bits(task.input_scale * load(pooled), route);
    } else {
      d[i] = load(task.input + (y * task.width + x) * channels + channel);
    }
  }
}

// Transforms one tile, all channels, into row `row` of the block at `transformed`, [kPoints][rows /
// kRows][groups][kRows][kGroup].
void transform_tile_input(const ConvolutionTask& task, int64_t tile, int64_t row, int64_t rows,
                          float* transformed) {
  const int64_t across = (task.width + kTile - 1) / kTile;
  const int64_t top = tile / across * kTile - 1, left = tile % across * kTile - 1;
  const int64_t channels = task.input_channels;
  const int64_t stride = point_stride(rows, channels);
  float* out = transformed + row / kRows * kRows * channels + row % kRows * kGroup;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector d[kPoints], t[kPoints];
    load_tile(task, top, left, c, d);
    for (int i = 0; i < 6; ++i) transform_input(d + i, 6, t + i, 6);
    float* place = out + c / kGroup * kRows * kGroup + c % kGroup;
    for (int i = 0; i < 6; ++i) {
      Vector v[6];
      transform_input(t + 6 * i, 1, v, 1);
      for (int j = 0; j < 6; ++j) store(place + (6 * i + j) * stride, v[j]);
    }
  }
}

// Writes a tile forward: adds the bias and applies the ReLU.
STYLIZE_INLINE void write_forward(const ConvolutionTask& task, int64_t top, int64_t left,
                                  int64_t channel, Vector* s) {
  const int64_t channels = task.output_channels;
  const Vector bias = load(task.bias + channel);
  for (int64_t y = 0; y < kTile && top + y < task.height; ++y) {
    for (int64_t x = 0; x < kTile && left + x < task.width; ++x) {
      const int64_t place = ((top + y) * task.width + left + x) * channels + channel;
      const Vector value = positive(s[kTile * y + x] + bias);
      if (task.mask) store_bits(task.mask + place / 8, value > 0);
      store(task.output + place, value);
    }
  }
}

// Writes a tile forward, with the pooling that follows. The map at full size is never stored.
STYLIZE_INLINE void write_pooled(const ConvolutionTask& task, int64_t top, int64_t left,
                                 int64_t channel, Vector* s) {
  const int64_t channels = task.output_channels;
  const Vector bias = load(task.bias + channel);
  for (int i = 0; i < kTile * kTile; ++i) s[i] = positive(s[i] + bias);
  for (int64_t y = 0; y < kTile && top + y + 1 < task.height; y += 2) {
    for (int64_t x = 0; x < kTile && left + x + 1 < task.width; x += 2) {
      const Vector a = s[kTile * y + x], b = s[kTile * y + x + 1], c = s[kTile * (y + 1) + x],
                   d = s[kTile * (y + 1) + x + 1];
      const bool average = task.pool == PoolKind::kAverage;
      const Vector best = larger(larger(a, b), larger(c, d));
      const Vector pooled = average ? 0.25f * ((a + b) + (c + d)) : best;
      store(
          task.output + (((top + y) / 2) * (task.width / 2) + (left + x) / 2) * channels + channel,
          pooled);
      if (!task.mask) continue;
      Integers a_counts = a > 0, b_counts = b > 0, c_counts = c > 0, d_counts = d > 0;
      if (!average) {  // of equal values the first one counts
        a_counts &= a == best;
        b_counts &= (b == best) & ~(a == best);
        c_counts &= (c == best) & ~((a == best) | (b == best));
        d_counts &= ~((a == best) | (b == best) | (c == best));
      }
      uint8_t* bits = task.mask + (((top + y) * task.width + left + x) * channels + channel) / 8;
      store_bits(bits, a_counts);
      store_bits(bits + channels / 8, b_counts);
      store_bits(bits + task.width * channels / 8, c_counts);
      store_bits(bits + (task.width + 1) * channels / 8, d_counts);
    }
  }
}

STYLIZE_INLINE void write_backward(const ConvolutionTask& task, int64_t top, int64_t left,
                                   int64_t channel, const Vector* s) {
  const int64_t channels = task.output_channels;
  for (int64_t y = 0; y < kTile && top + y < task.height; ++y) {
    for (int64_t x = 0; x < kTile && left + x < task.width; ++x) {
      const int64_t place = ((top + y) * task.width + left + x) * channels + channel;
      Vector value = s[kTile * y + x];
      if (task.accumulate) value += load(task.output + place);
      if (task.keep) value = keep_bits(value, task.keep + place / 8);
      store(task.output + place, value);
    }
  }
}

// Transforms row `row` of the products, [kPoints][rows / kRows][panels][kRows][kPanel], back to a
// tile of the output.
void transform_tile_output(const ConvolutionTask& task, int64_t tile, int64_t row, int64_t rows,
                           const float* products) {
  const int64_t across = (task.width + kTile - 1) / kTile;
  const int64_t top = tile / across * kTile, left = tile % across * kTile;
  const int64_t channels = task.output_channels;
  const int64_t stride = point_stride(rows, channels);
  const float* in = products + row / kRows * kRows * channels + row % kRows * kPanel;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector m[6], t[4 * 6], s[kTile * kTile];
    const float* place = in + c / kPanel * kRows * kPanel + c % kPanel;
    for (int j = 0; j < 6; ++j) {
      for (int i = 0; i < 6; ++i) m[i] = load(place + (6 * i + j) * stride);
      transform_output(m, 1, t + j, 6);
    }
    for (int i = 0; i < kTile; ++i) transform_output(t + 6 * i, 1, s + kTile * i, 1);
    if (!task.bias) {
      write_backward(task, top, left, c, s);
    } else if (task.pool == PoolKind::kNone) {
      write_forward(task, top, left, c, s);
    } else {
      write_pooled(task, top, left, c, s);
    }
  }
}

void multiply_points(const ConvolutionTask& task, int64_t rows, const float* transformed,
                     float* products) {
  const int64_t inputs = task.input_channels, outputs = task.output_channels;
  for (int64_t point = 0; point < kPoints; ++point) {
    const float* weights = task.weights + point * inputs * outputs;
    for (int64_t r = 0; r < rows; r += kRows) {
      const float* a = transformed + point * point_stride(rows, inputs) + r * inputs;
      float* c = products + point * point_stride(rows, outputs) + r * outputs;
      for (int64_t n = 0; n < outputs; n += kPanel) {
        multiply_block(a, inputs / kGroup, weights + n * inputs, c + n * kRows);
      }
    }
  }
}

void convolve_tiles(const ConvolutionTask& task, int64_t first, int64_t last, float* scratch) {
  const int64_t most = block_rows(task) * kRows;
  for (int64_t begin = first; begin < last; begin += most) {
    const int64_t count = last - begin < most ? last - begin : most;
    const int64_t rows = (count + kRows - 1) / kRows * kRows;  // rows beyond count are undefined
    float* transformed = scratch;
    float* products = transformed + kPoints * point_stride(rows, task.input_channels);
    for (int64_t i = 0; i < count; ++i) {
      transform_tile_input(task, begin + i, i, rows, transformed);
    }
    multiply_points(task, rows, transformed, products);
    for (int64_t i = 0; i < count; ++i) {
      transform_tile_output(task, begin + i, i, rows, products);
    }
  }
}

}  // namespace
}  // namespace stylize::kernels
