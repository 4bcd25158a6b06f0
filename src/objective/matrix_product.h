#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// a b of square matrices of the same size and type, by the products of features: the system's BLAS
// may be the reference BLAS (gram_matrix.cpp).
at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b);

}  // namespace stylize
