#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// Sums over float32 tensors of the same shape and layout, accumulated in double. On the CPU the
// order of additions is fixed, so results are the same for every number of threads. No BLAS is
// called: the installed one may be the slow reference BLAS.

/// a . b
double dot_product(const at::Tensor& a, const at::Tensor& b);

/// Sum of the elements' absolute values.
double absolute_sum(const at::Tensor& a);

/// |a - b|^2
double squared_distance(const at::Tensor& a, const at::Tensor& b);

/// a += factor * b, then a . c, in one pass.
double add_scaled_and_dot(const at::Tensor& a, double factor, const at::Tensor& b,
                          const at::Tensor& c);

/// Root mean square of the elements.
double root_mean_square(const at::Tensor& a);

bool all_finite(const at::Tensor& a);

}  // namespace stylize
