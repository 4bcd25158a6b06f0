#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace stylize {

// As in feature_products.h, with a weight for each pixel: `weights` are float32 on the CPU,
// [1, 1, H, W], >= 0. A pixel of weight 0 costs nothing, so the regions of a picture together cost
// little more than the picture as a whole. The features must be such that has_fast_products().

/// The sums over pixels of w f f^T / n, float64 [C, C], and of w f / n, float64 [C] (undefined
/// unless asked for), with n = H * W pixels. The same for any number of threads, bit for bit.
struct GuidedSums {
  at::Tensor products, means;
};
GuidedSums fast_guided_sums(const at::Tensor& features, const at::Tensor& weights, bool with_means);

/// A map of the channels of each pixel, f -> w (matrix^T f + offset); the matrix is [C, C], the
/// offset [C] or undefined; both are rounded to float32.
struct GuidedProduct {
  at::Tensor matrix, offset, weights;
};

/// Replaces the channels f of every pixel by identity * f + the sum of these maps of f, and writes
/// them to `result`, which may be the features themselves.
void apply_guided_products(const std::vector<GuidedProduct>& maps, double identity,
                           const at::Tensor& features, const at::Tensor& result);

}  // namespace stylize
