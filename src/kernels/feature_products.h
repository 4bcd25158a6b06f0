#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace stylize {

/// Whether the functions below accept this tensor: float32 on the CPU, [1, C, H, W] in
/// channels-last layout, C a multiple of 32.
bool has_fast_products(const at::Tensor& features);

/// F F^T / n, [C, C], of features F [1, C, H, W] with n = H * W pixels. The same for any number of
/// threads, bit for bit.
at::Tensor fast_gram_matrix(const at::Tensor& features);

/// Replaces the channels f of every pixel by matrix^T f; the matrix is [C, C].
void multiply_features_in_place(const at::Tensor& matrix, const at::Tensor& features);

// For sums of such products (also guided_products.h):

constexpr int64_t kScratchRows = 16;  ///< at least as many as a block of a product has

/// In how many slices so many pixels are summed. It depends on their number alone, so that sums
/// are added in the same order for any number of threads.
int64_t product_slices(int64_t pixels);

/// Copies the upper triangle of products [C, C] to the lower one, and divides all elements.
void complete_products(float* products, int64_t channels, double divisor);

}  // namespace stylize
