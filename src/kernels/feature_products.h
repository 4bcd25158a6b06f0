#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Whether the functions below accept this tensor: float32 on the CPU, [1, C, H, W] in
/// channels-last layout, C a multiple of 32.
bool has_fast_products(const at::Tensor& features);

/// F F^T / n, [C, C], of features [1, C, H, W] with n = H * W pixels. Bit-identical for every
/// number of threads.
at::Tensor fast_gram_matrix(const at::Tensor& features);

/// Replaces every pixel's channels f by matrix^T * f, for a matrix [C, C].
void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features);

}  // namespace stylize
