#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// The product a b of two matrices of doubles on the CPU, which need not be contiguous. It does not
// run on the system's BLAS, which may be the slow reference BLAS (gram_matrix.cpp) and some of
// which split sums by the number of threads.
at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b);

// The same, but if the code for products of features applies to such square matrices (a size that
// is a multiple of 32), it computes the product, in single precision and some ten times faster.
at::Tensor fast_matrix_product(const at::Tensor& a, const at::Tensor& b);

}  // namespace stylize
