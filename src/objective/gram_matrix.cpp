#include "stylize/objective/gram_matrix.h"

#include <ATen/ATen.h>

#include "kernels/feature_products.h"

namespace stylize {

// Where our own kernels do not apply, both products are computed as 1x1 convolutions rather than by
// at::mm. LibTorch passes convolutions on to oneDNN (cuDNN on a GPU), which is fast on every
// processor. It passes matrix products on to the system's BLAS; on a plain Debian that is the
// reference BLAS, some eighty times slower at these shapes.

at::Tensor gram_matrix(const at::Tensor& features) {
  if (has_fast_products(features)) return fast_gram_matrix(features);
  const int64_t channels = features.size(1);
  const auto pixels = static_cast<double>(features.size(2) * features.size(3));
  // The weight gradient of a 1x1 convolution with input F and output gradient F is F F^T.
  const at::Tensor weight = at::empty({channels, channels, 1, 1}, features.options());
  const at::Tensor product =
      std::get<1>(at::convolution_backward(features, features, weight, {}, {1, 1}, {0, 0}, {1, 1},
                                           false, {0, 0}, 1, {false, true, false}));
  return product.reshape({channels, channels}).to(at::kDouble).div_(pixels);
}

at::Tensor multiply_features(const at::Tensor& matrix, const at::Tensor& features) {
  const int64_t channels = features.size(1);
  return at::conv2d(features,
                    matrix.to(features.scalar_type()).reshape({channels, channels, 1, 1}));
}

at::Tensor multiply_and_overwrite(const at::Tensor& matrix, const at::Tensor& features) {
  if (!has_fast_products(features)) return multiply_features(matrix, features);
  multiply_features_in_place(matrix, features);
  return features;
}

}  // namespace stylize
