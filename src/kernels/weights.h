#pragma once

#include <cstdint>

#include "aligned_floats.h"

namespace stylize::kernels {

// Weights [out, in, 3, 3] transformed by G (Lavin and Gray 2016, section 4.1) for
// ConvolutionTask::weights: [36][out / panel][in][panel].
AlignedFloats pack_winograd_weights(const float* weights, int64_t out, int64_t in, int64_t panel);

// The same for the backward pass: weights of the convolution from the output's gradient to the
// input's.
AlignedFloats pack_winograd_weights_back(const float* weights, int64_t out, int64_t in,
                                         int64_t panel);

// Packs a matrix [rows, columns], stored row by row, as [columns / panel][rows][panel].
void pack_panels(const float* matrix, int64_t rows, int64_t columns, int64_t panel, float* packed);

}  // namespace stylize::kernels
