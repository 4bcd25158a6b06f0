// The inner loops. Included by a file for each instruction set, which defines
//   STYLIZE_LANES    floats in a vector: 8 or 16
//   STYLIZE_ROWS     rows of a block of a matrix product, so that its sums stay in registers
//   STYLIZE_TABLE    the name of its KernelTable
//   STYLIZE_NAME     the name that people see
// Everything is in an unnamed namespace and nothing of the standard library is used: see
// kernel_table.h.

#include <cstring>

#if defined(__AVX2__) || defined(__AVX512F__)
#include <immintrin.h>
#endif

#include "kernel_table.h"

// GCC notes that vectors wider than the processor's are passed in memory. They are only passed to
// functions that are inlined.
#pragma GCC diagnostic ignored "-Wpsabi"
#define STYLIZE_INLINE inline __attribute__((always_inline))

namespace stylize::kernels {
namespace {

constexpr int kLanes = STYLIZE_LANES;
constexpr int kRows = STYLIZE_ROWS;
constexpr int kPanel = 2 * kLanes;
constexpr int kMaskBytes = kLanes / 8;

typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef int32_t Integers __attribute__((vector_size(kLanes * sizeof(float))));

STYLIZE_INLINE Vector load(const float* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

STYLIZE_INLINE void store(float* p, Vector v) {
  std::memcpy(p, &v, sizeof v);
}

STYLIZE_INLINE Vector splat(float value) {
  return value - Vector{};
}

// Written so that NaN stays NaN: the optimizer must see it.
STYLIZE_INLINE Vector positive(Vector v) {
  return v <= 0 ? Vector{} : v;
}

STYLIZE_INLINE Vector larger(Vector a, Vector b) {
  return a > b ? a : b;
}

#if defined(__AVX512F__)
STYLIZE_INLINE void store_bits(uint8_t* p, Integers condition) {
  const __mmask16 bits = _mm512_movepi32_mask((__m512i)condition);
  std::memcpy(p, &bits, sizeof bits);
}
STYLIZE_INLINE Vector keep_bits(Vector v, const uint8_t* p) {
  __mmask16 bits;
  std::memcpy(&bits, p, sizeof bits);
  return (Vector)_mm512_maskz_mov_ps(bits, (__m512)v);
}
#else
STYLIZE_INLINE void store_bits(uint8_t* p, Integers condition) {
#if defined(__AVX2__)
  *p = static_cast<uint8_t>(_mm256_movemask_ps((__m256)condition));
#else
  int bits = 0;
  for (int i = 0; i < kLanes; ++i) bits |= (condition[i] & 1) << i;
  *p = static_cast<uint8_t>(bits);
#endif
}
STYLIZE_INLINE Vector keep_bits(Vector v, const uint8_t* p) {
  constexpr Integers kBit = {1, 2, 4, 8, 16, 32, 64, 128};
  const Integers all = static_cast<int32_t>(*p) - Integers{};
  return (all & kBit) != 0 ? v : Vector{};
}
#endif

// ---- Products of matrices ----

// c[kRows][kPanel] = a[.][.] b[.][kPanel]; a in groups of kGroup columns: [groups][kRows][kGroup].
STYLIZE_INLINE void multiply_block(const float* a, int64_t groups, const float* b, float* c) {
  Vector sums[kRows][2] = {};
  for (int64_t g = 0; g < groups; ++g, a += kRows * kGroup) {
    for (int64_t k = 0; k < kGroup; ++k, b += kPanel) {
      // The processor does not fetch ahead across pages on its own; this is a seventh of the time.
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

// ---- Winograd's convolution, F(4x4, 3x3): Lavin and Gray, CVPR 2016, section 4.1 ----

// Rows of tiles that are in scratch memory at once: their transforms should stay in the cache, and
// yet be many enough that loading the weights again for the next block costs little.
int64_t block_rows(const ConvolutionTask& task) {
  const int64_t wide = task.input_channels + task.output_channels;
  const int64_t tiles = wide <= 128 ? 48 : wide <= 256 ? 64 : 112;
  return (tiles + kRows - 1) / kRows;
}

int64_t convolution_scratch(const ConvolutionTask& task) {
  const int64_t values = block_rows(task) * kRows * (task.input_channels + task.output_channels);
  return kPoints * values + kRows * kGroup;
}

// d -> B^T d, six values.
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

// m -> A^T m, six values to four.
STYLIZE_INLINE void transform_output(const Vector* m, int64_t step, Vector* s, int64_t s_step) {
  const Vector sum1 = m[step] + m[2 * step], difference1 = m[step] - m[2 * step];
  const Vector sum2 = m[3 * step] + m[4 * step], difference2 = m[3 * step] - m[4 * step];
  s[0] = m[0] + sum1 + sum2;
  s[s_step] = difference1 + 2 * difference2;
  s[2 * s_step] = sum1 + 4 * sum2;
  s[3 * s_step] = difference1 + 8 * difference2 + m[5 * step];
}

// The 6x6 pixels that a tile sees, one vector of channels, zeros beyond the border.
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
  // A pooling drops the last row and column of an odd size; no gradient reaches them.
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

// One tile, all channels, into row `row` of the block at `transformed`, [kPoints][rows / kRows]
// [groups][kRows][kGroup].
void transform_tile_input(const ConvolutionTask& task, int64_t tile, int64_t row, int64_t rows,
                          float* transformed) {
  const int64_t across = (task.width + kTile - 1) / kTile;
  const int64_t top = tile / across * kTile - 1, left = tile % across * kTile - 1;
  const int64_t channels = task.input_channels;
  float* out = transformed + row / kRows * kRows * channels + row % kRows * kGroup;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector d[kPoints], t[kPoints];
    load_tile(task, top, left, c, d);
    for (int i = 0; i < 6; ++i) transform_input(d + i, 6, t + i, 6);
    float* place = out + c / kGroup * kRows * kGroup + c % kGroup;
    for (int i = 0; i < 6; ++i) {
      Vector v[6];
      transform_input(t + 6 * i, 1, v, 1);
      for (int j = 0; j < 6; ++j) store(place + (6 * i + j) * rows * channels, v[j]);
    }
  }
}

// Forward: bias and ReLU.
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

// Forward, with the pooling that follows; the map at full size is never stored.
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
      if (!average) {  // the first of equals
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

// Row `row` of the products, [kPoints][rows / kRows][panels][kRows][kPanel], to a tile of the
// output.
void transform_tile_output(const ConvolutionTask& task, int64_t tile, int64_t row, int64_t rows,
                           const float* products) {
  const int64_t across = (task.width + kTile - 1) / kTile;
  const int64_t top = tile / across * kTile, left = tile % across * kTile;
  const int64_t channels = task.output_channels;
  const float* in = products + row / kRows * kRows * channels + row % kRows * kPanel;
  for (int64_t c = 0; c < channels; c += kLanes) {
    Vector m[6], t[4 * 6], s[kTile * kTile];
    const float* place = in + c / kPanel * kRows * kPanel + c % kPanel;
    for (int j = 0; j < 6; ++j) {
      for (int i = 0; i < 6; ++i) m[i] = load(place + (6 * i + j) * rows * channels);
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
      const float* a = transformed + (point * rows + r) * inputs;
      float* c = products + (point * rows + r) * outputs;
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
    const int64_t rows = (count + kRows - 1) / kRows * kRows;  // those past count hold anything
    float* transformed = scratch;
    float* products = transformed + kPoints * rows * task.input_channels;
    for (int64_t i = 0; i < count; ++i) {
      transform_tile_input(task, begin + i, i, rows, transformed);
    }
    multiply_points(task, rows, transformed, products);
    for (int64_t i = 0; i < count; ++i) {
      transform_tile_output(task, begin + i, i, rows, products);
    }
  }
}

// ---- The first convolution ----

int64_t clamped(int64_t i, int64_t length) {
  return i < 0 ? 0 : i < length ? i : length - 1;
}

int64_t first_scratch(int64_t width) {
  return (kFirstTaps + 1) * (width + 2 * kRows + 2) + kRows * (kFirstPanel + 512);
}

// Three rows of three planes around row y, extended at the borders: [9][width + 2].
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

// Copies kRows pixels into the order that multiply_block() reads; those past `count` become zero.
STYLIZE_INLINE void pack_pixels(const float* pixels, int64_t count, int64_t channels,
                                float* packed) {
  for (int64_t r = 0; r < kRows; ++r) {
    for (int64_t c = 0; c < channels; c += kLanes) {
      const Vector v = r < count ? load(pixels + r * channels + c) : Vector{};
      store(packed + c / kGroup * kRows * kGroup + r * kGroup + c % kGroup, v);
    }
  }
}

// What the pixels of row y give to each tap: [kFirstTaps][width + 2].
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

// Adds what row `from` of the convolution's output says about row `to` of the picture, `offset` =
// row of the taps.
void add_taps(const FirstBackwardTask& task, const float* taps, int64_t offset, int64_t to) {
  const int64_t width = task.width;
  for (int64_t plane = 0; plane < 3; ++plane) {
    float* out = task.picture + (plane * task.height + to) * width;
    const float* left = taps + (9 * plane + 3 * offset) * (width + 2);
    const float* middle = left + (width + 2);
    const float* right = middle + (width + 2);
    // Output pixel x saw picture pixels x - 1, x, x + 1; beyond the border the border itself.
    for (int64_t x = 0; x < width; ++x) out[x] += middle[x];
    for (int64_t x = 1; x < width; ++x) out[x - 1] += left[x];
    for (int64_t x = 0; x + 1 < width; ++x) out[x + 1] += right[x];
    out[0] += left[0];
    out[width - 1] += right[width - 1];
  }
}

void first_backward(const FirstBackwardTask& task, int64_t first, int64_t last, float* scratch) {
  float* taps = scratch;
  float* rest = taps + kFirstTaps * (task.width + 2);
  for (int64_t plane = 0; plane < 3; ++plane) {
    std::memset(task.picture + (plane * task.height + first) * task.width, 0,
                static_cast<size_t>((last - first) * task.width) * sizeof(float));
  }
  const int64_t begin = first > 0 ? first - 1 : 0;
  const int64_t end = last < task.height ? last + 1 : task.height;
  for (int64_t y = begin; y < end; ++y) {
    first_taps(task, y, taps, rest);
    for (int64_t offset = 0; offset < 3; ++offset) {
      const int64_t to = clamped(y + offset - 1, task.height);
      if (to >= first && to < last) add_taps(task, taps, offset, to);
    }
  }
}

// ---- Gram matrices and their gradients ----

constexpr int kGramRows = kLanes == 16 ? 8 : 4;

// gram[kGramRows][kPanel] += a^T b over `pixels` rows; stride is that of both and of gram.
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
  const int64_t at_once = 65536 / channels;  // so that they stay in the second cache
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

// ---- Pooling ----

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

// ---- Sums over vectors ----

typedef double Doubles __attribute__((vector_size(kLanes * sizeof(double))));

STYLIZE_INLINE Doubles widened(Vector v) {
  return __builtin_convertvector(v, Doubles);
}

STYLIZE_INLINE double sum_of(Doubles v) {
  double sum = 0;
  for (int i = 0; i < kLanes; ++i) sum += v[i];
  return sum;
}

double dot(const float* a, const float* b, int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) sums += widened(load(a + i)) * widened(load(b + i));
  double total = sum_of(sums);
  for (; i < length; ++i) total += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return total;
}

double squared_distance(const float* a, const float* b, int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) {
    const Doubles difference = widened(load(a + i) - load(b + i));
    sums += difference * difference;
  }
  double total = sum_of(sums);
  for (; i < length; ++i) {
    const auto difference = static_cast<double>(a[i] - b[i]);
    total += difference * difference;
  }
  return total;
}

double add_scaled_and_dot(float* a, float factor, const float* b, const float* c, int64_t length) {
  Doubles sums{};
  int64_t i = 0;
  for (; i + kLanes <= length; i += kLanes) {
    const Vector sum = load(a + i) + factor * load(b + i);
    store(a + i, sum);
    sums += widened(sum) * widened(load(c + i));
  }
  double total = sum_of(sums);
  for (; i < length; ++i) {
    a[i] += factor * b[i];
    total += static_cast<double>(a[i]) * static_cast<double>(c[i]);
  }
  return total;
}

}  // namespace

extern const KernelTable STYLIZE_TABLE;
const KernelTable STYLIZE_TABLE = {STYLIZE_NAME,      kPanel,        convolution_scratch,
                                   convolve_tiles,    first_forward, first_backward,
                                   first_scratch,     add_gram,      multiply_in_place,
                                   add_unpooled,      pool,          pool_l2,
                                   add_unpooled_l2,   dot,           squared_distance,
                                   add_scaled_and_dot};

}  // namespace stylize::kernels
