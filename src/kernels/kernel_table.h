#pragma once

#include <cstdint>

// The inner loops, compiled once for each instruction set (kernel_table_definition.h). The
// interface has plain pointers and no templates of the standard library on purpose: the linker
// might keep a single copy of a template's code for all files, with instructions that the processor
// lacks.
//
// Feature maps are channels-last: pixels row by row, with the channels of a pixel side by side.
// Masks have a bit for each value of a map, in the same order, the lowest bit of a byte first.

namespace stylize::kernels {

enum class PoolKind { kNone, kAverage, kMax, kL2 };

// A 3x3 convolution with stride 1 and zeros beyond the border, by Winograd's F(4x4, 3x3).
struct ConvolutionTask {
  int64_t height, width;  // of input and output
  int64_t input_channels, output_channels;

  const float* input;
  // If set, `input` is the gradient of a pooling's output, a map of half the height and width. It
  // is multiplied by input_scale and spread over the pixels whose bit is set.
  const uint8_t* input_route;
  float input_scale;

  const float* weights;  // as pack_winograd_weights() returns them
  const float* bias;     // or null: neither bias nor ReLU

  float* output;  // half the height and width if pooled
  uint8_t*
      mask;  // out, or null: which values are positive; if pooled, which of these reach the output
  PoolKind pool;        // forward: what follows the ReLU
  const uint8_t* keep;  // backward: values whose bit is unset become zero
  bool accumulate;      // backward: add to `output` before applying `keep`
};

// The first convolution: from three planes, with replicated borders, to a map; then a ReLU.
struct FirstForwardTask {
  int64_t height, width, channels;
  const float* picture;  // [3, height, width]
  const float* weights;  // [27, channels]: plane, row, column
  const float* bias;
  float* output;
  uint8_t* mask;  // or null
};

// Propagates the gradient of the first convolution's output back to the picture.
struct FirstBackwardTask {
  int64_t height, width, channels;
  const float* gradient;  // a map
  const float* weights;   // [channels, 32]: the 27 taps, then zeros
  float* picture;         // out: [3, height, width]
};

struct KernelTable {
  const char* name;
  int64_t panel;  // how many output channels are processed, and their weights packed, together

  // Floats of scratch memory that one thread needs. Scratch memory and weights should be
  // AlignedFloats.
  int64_t (*convolution_scratch)(const ConvolutionTask&);
  // Computes tiles [first, last) of 4x4 pixels, which are numbered row by row.
  void (*convolve_tiles)(const ConvolutionTask&, int64_t first, int64_t last, float* scratch);

  // Compute rows [first, last) of pixels.
  void (*first_forward)(const FirstForwardTask&, int64_t first, int64_t last, float* scratch);
  void (*first_backward)(const FirstBackwardTask&, int64_t first, int64_t last, float* scratch);
  int64_t (*first_scratch)(int64_t width);

  // gram += F^T F: [channels, channels]. Only blocks on and above the diagonal are computed.
  // `channels` is a multiple of 32. The pixels are divided into `count` runs of runs[i] pixels. The
  // sum over a run is in single precision, that of the runs in double.
  void (*add_gram)(const float* features, const int64_t* runs, int64_t count, int64_t channels,
                   double* gram);

  // Multiplies each pixel's channels by a matrix that is packed in panels, in place.
  void (*multiply_in_place)(float* features, int64_t pixels, int64_t channels, const float* matrix,
                            float* scratch);

  // values = (values + spread gradient of a pooling's output) where the bit of `keep` is set, else
  // 0, for rows [first, last). If `pooled` is null, nothing is added. If `route` is null, every
  // pixel receives the gradient.
  void (*add_unpooled)(float* values, const float* pooled, const uint8_t* route, float scale,
                       const uint8_t* keep, int64_t height, int64_t width, int64_t channels,
                       int64_t first, int64_t last);

  // Computes rows [first, last) of the pooled map. `route` (out, or null): which pixel is the
  // maximum.
  void (*pool)(const float* input, PoolKind kind, int64_t width, int64_t channels, float* output,
               uint8_t* route, int64_t first, int64_t last);

  // The same for the root mean square. `slope` (out, or null): d output / d input for each pixel of
  // the input, 0 where the output is 0.
  void (*pool_l2)(const float* input, int64_t width, int64_t channels, float* output, float* slope,
                  int64_t first, int64_t last);

  // Like add_unpooled(), but each pixel receives the gradient times its slope.
  void (*add_unpooled_l2)(float* values, const float* pooled, const float* slope,
                          const uint8_t* keep, int64_t height, int64_t width, int64_t channels,
                          int64_t first, int64_t last);

  // Sums in double. They return a . b; |a - b|^2; and, after a += factor * b, a . c.
  double (*dot)(const float* a, const float* b, int64_t length);
  double (*squared_distance)(const float* a, const float* b, int64_t length);
  double (*add_scaled_and_dot)(float* a, float factor, const float* b, const float* c,
                               int64_t length);

  // The same with vectors of bfloat16, as their bits.
  double (*dot_bfloat16)(const uint16_t* a, const float* b, int64_t length);
  double (*add_scaled_and_dot_bfloat16)(float* a, float factor, const uint16_t* b,
                                        const uint16_t* c, int64_t length);
};

extern const KernelTable kBaseline;
#if defined(__x86_64__)
extern const KernelTable kAvx2;
extern const KernelTable kAvx512;
#endif

constexpr int64_t kTile = 4;         // output pixels of a tile, in each direction
constexpr int64_t kPoints = 36;      // points of a transformed tile: (4 + 3 - 1)^2
constexpr int64_t kGroup = 16;       // channels that are adjacent in scratch memory
constexpr int64_t kFirstTaps = 27;   // 3 planes x 3 rows x 3 columns
constexpr int64_t kFirstPanel = 32;  // kFirstTaps, padded

}  // namespace stylize::kernels
