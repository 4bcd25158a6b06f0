#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace stylize {

// Sums over float32 or float64 tensors of the same shape and layout, accumulated in double; where
// it says so, bfloat16 is taken as well. On the CPU the order of additions is fixed, so results are
// the same for any number of threads. No BLAS is called: the installed one may be the slow
// reference BLAS.

// Vectors may be passed in consecutive parts, with `sum` the result for the parts before. If the
// length of every part but the last is a multiple of this number, the result is that of the whole
// vectors, bit for bit.
constexpr int64_t kElementsOfSum = 16384;

/// sum + a . b; `a` may be bfloat16.
double dot_product(const at::Tensor& a, const at::Tensor& b, double sum = 0);

/// Sum of the elements' absolute values.
double absolute_sum(const at::Tensor& a);

/// |a - b|^2
double squared_distance(const at::Tensor& a, const at::Tensor& b);

/// a += factor * b; returns sum + a . c with the new a. One pass over memory. `b` and `c` may both
/// be bfloat16.
double add_scaled_and_dot(const at::Tensor& a, double factor, const at::Tensor& b,
                          const at::Tensor& c, double sum = 0);

/// Root mean square of the elements.
double root_mean_square(const at::Tensor& a);

/// Whether no element is NaN or infinite.
bool all_finite(const at::Tensor& a);

}  // namespace stylize
