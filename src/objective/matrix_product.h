#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// The product a b of two matrices of doubles on the CPU, which need not be contiguous. It does not
// run on the system's BLAS, which may be the slow reference BLAS (gram_matrix.cpp) and some of
// which split sums by the number of threads.
at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b);

}  // namespace stylize
