#pragma once

#include <cstdint>

// The inner loops, compiled once for each instruction set (kernel_table_definition.h). Plain
// pointers and no templates of the standard library on purpose: the linker might share their code
// between files, and then run instructions that the processor does not have.
//
// Maps of features are channels-last: pixels row by row, the channels of a pixel side by side.
// Masks have a bit for each value of a map, in the same order, the lowest bit of a byte first.

namespace stylize::kernels {

enum class PoolKind { kNone, kAverage, kMax, kL2 };

// A 3x3 convolution with stride 1 and zeros beyond the border, by Winograd's F(4x4, 3x3).
struct ConvolutionTask {
  int64_t height, width;  // of input and output
  int64_t input_channels, output_channels;

  const float* input;
  // If set, `input` is a map of half the height and width: the gradient of a pooling's output. It
  // is spread over the pixels whose bit is set, times input_scale.
  const uint8_t* input_route;
  float input_scale;

  const float* weights;  // as pack_winograd_weights() returns them
  const float* bias;     // or null: neither bias nor ReLU

  float* output;  // half the height and width if pooled
  uint8_t*
      mask;  // out, or null: which values are positive; if pooled, which of them reach the output
  PoolKind pool;        // forward: what follows the ReLU
  const uint8_t* keep;  // backward: values whose bit is unset become zero
  bool accumulate;      // backward: add to `output` before applying `keep`
};

// The first convolution: three planes to a map, borders replicated, ReLU.
struct FirstForwardTask {
  int64_t height, width, channels;
  const float* picture;  // [3, height, width]
  const float* weights;  // [27, channels]: plane, row, column
  const float* bias;
  float* output;
  uint8_t* mask;  // or null
};

// The gradient of the first convolution: from its output back to the picture.
struct FirstBackwardTask {
  int64_t height, width, channels;
  const float* gradient;  // a map
  const float* weights;   // [channels, 32]: the 27 taps, then zeros
  float* picture;         // out: [3, height, width]
};

struct KernelTable {
  const char* name;
  int64_t panel;  // output channels are processed, and weights packed, in panels of this size

  // Floats of scratch memory that one thread needs. This and weights should be AlignedFloats.
  int64_t (*convolution_scratch)(const ConvolutionTask&);
  // Tiles of 4x4 pixels [first, last), numbered row by row.
  void (*convolve_tiles)(const ConvolutionTask&, int64_t first, int64_t last, float* scratch);

  // Rows of pixels [first, last).
  void (*first_forward)(const FirstForwardTask&, int64_t first, int64_t last, float* scratch);
  void (*first_backward)(const FirstBackwardTask&, int64_t first, int64_t last, float* scratch);
  int64_t (*first_scratch)(int64_t width);

  // gram += F^T F over `pixels` pixels: [channels, channels]; only blocks on and above the diagonal
  // are computed. `channels` is a multiple of 32.
  void (*add_gram)(const float* features, int64_t pixels, int64_t channels, float* gram);

  // Each pixel's channels times a matrix packed in panels, in place.
  void (*multiply_in_place)(float* features, int64_t pixels, int64_t channels, const float* matrix,
                            float* scratch);

  // values = (values + spread gradient of a pooling) where the bit of `keep` is set, else 0, for
  // rows [first, last). `pooled` may be null: nothing is added. `route` may be null: every pixel
  // receives the gradient.
  void (*add_unpooled)(float* values, const float* pooled, const uint8_t* route, float scale,
                       const uint8_t* keep, int64_t height, int64_t width, int64_t channels,
                       int64_t first, int64_t last);

  // Rows [first, last) of the pooled map. `route` (out, or null): which pixel is the maximum.
  void (*pool)(const float* input, PoolKind kind, int64_t width, int64_t channels, float* output,
               uint8_t* route, int64_t first, int64_t last);

  // The same for the root mean square. `slope` (out, or null): d output / d input at each pixel of
  // the input, 0 where the output is 0.
  void (*pool_l2)(const float* input, int64_t width, int64_t channels, float* output, float* slope,
                  int64_t first, int64_t last);

  // Like add_unpooled(), with each pixel's share given by its slope.
  void (*add_unpooled_l2)(float* values, const float* pooled, const float* slope,
                          const uint8_t* keep, int64_t height, int64_t width, int64_t channels,
                          int64_t first, int64_t last);

  // Sums in double: a . b; |a - b|^2; a += factor * b, then a . c.
  double (*dot)(const float* a, const float* b, int64_t length);
  double (*squared_distance)(const float* a, const float* b, int64_t length);
  double (*add_scaled_and_dot)(float* a, float factor, const float* b, const float* c,
                               int64_t length);
};

extern const KernelTable kBaseline;
#if defined(__x86_64__)
extern const KernelTable kAvx2;
extern const KernelTable kAvx512;
#endif

constexpr int64_t kTile = 4;         // output pixels of a tile, in each direction
constexpr int64_t kPoints = 36;      // products of a tile: (4 + 3 - 1)^2
constexpr int64_t kGroup = 16;       // channels that are adjacent in scratch memory
constexpr int64_t kFirstTaps = 27;   // 3 planes, 3 rows, 3 columns
constexpr int64_t kFirstPanel = 32;  // kFirstTaps, padded

}  // namespace stylize::kernels
