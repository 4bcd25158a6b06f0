#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace stylize {

// Sums over float32 tensors of the same shape and layout, accumulated in double. On the CPU the
// order of additions is fixed, so results are the same for every number of threads. No BLAS is
// called: the installed one may be the slow reference BLAS.

// Of vectors that come in parts of whole multiples of this, `sum` being that of the parts before,
// the sums are the same as of whole ones, bit for bit.
constexpr int64_t kElementsOfSum = 16384;

/// sum + a . b
double dot_product(const at::Tensor& a, const at::Tensor& b, double sum = 0);

/// Sum of the elements' absolute values.
double absolute_sum(const at::Tensor& a);

/// |a - b|^2
double squared_distance(const at::Tensor& a, const at::Tensor& b);

/// a += factor * b, then sum + a . c, in one pass.
double add_scaled_and_dot(const at::Tensor& a, double factor, const at::Tensor& b,
                          const at::Tensor& c, double sum = 0);

/// Root mean square of the elements.
double root_mean_square(const at::Tensor& a);

bool all_finite(const at::Tensor& a);

}  // namespace stylize
