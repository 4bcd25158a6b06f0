#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// a . b of float32 tensors with the same number of elements, accumulated in double. On the CPU the
/// order of additions is fixed, so the result does not depend on the number of threads, and no BLAS
/// is called: the one at hand may be the slow reference BLAS.
double dot_product(const at::Tensor& a, const at::Tensor& b);

/// Root mean square of the elements.
double root_mean_square(const at::Tensor& a);

bool all_finite(const at::Tensor& a);

}  // namespace stylize
