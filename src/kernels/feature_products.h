#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Whether the functions below accept this tensor: float32 on the CPU, [1, C, H, W] in
/// channels-last layout, C a multiple of 32.
bool has_fast_products(const at::Tensor& features);

/// F F^T / n, [C, C], of features F [1, C, H, W] with n = H * W pixels. The same for any number of
/// threads, bit for bit.
at::Tensor fast_gram_matrix(const at::Tensor& features);

/// Replaces the channels f of every pixel by matrix^T f; the matrix is [C, C].
void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features);

}  // namespace stylize
