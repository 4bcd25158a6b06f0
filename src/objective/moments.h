#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// Mean m [C] of each channel of features [1, C, H, W], and F F^T / n [C, C]. The covariance is the
// second less m m^T. The Gram matrix is the fastest sum of squares at hand, also where the diagonal
// alone is used.
struct Moments {
  at::Tensor mean;
  at::Tensor second;
};

Moments moments_of(const at::Tensor& features);

// |m|^2 + tr S, the mean square of a pixel's channels; not below kSmallestNorm.
double mean_square(const Moments& moments);

// What is added to variances, for a style with this mean square of C channels.
double regularization(double mean_square, int64_t channels);

}  // namespace stylize
