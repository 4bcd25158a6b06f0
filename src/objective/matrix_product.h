#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// The product a b of two square matrices of the same size and type. It runs on the code for
// products of features, since the system's BLAS may be the slow reference BLAS (gram_matrix.cpp).
at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b);

}  // namespace stylize
