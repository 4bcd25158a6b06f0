#include "stylize/objective/affine_map.h"

#include <ATen/ATen.h>

#include "stylize/objective/gram_matrix.h"

namespace stylize {
namespace {

at::Tensor of_channels(const at::Tensor& vector, const at::Tensor& features) {
  return vector.to(features.scalar_type()).reshape({1, vector.size(0), 1, 1});
}

}  // namespace

void AffineMap::add_identity(double factor) {
  if (matrix.dim() == 2) {
    matrix.diagonal().add_(factor);
  } else {
    matrix.add_(factor);
  }
}

at::Tensor AffineMap::operator()(const at::Tensor& features, bool overwrite) const {
  at::Tensor result;
  if (matrix.dim() == 2) {
    result =
        overwrite ? multiply_and_overwrite(matrix, features) : multiply_features(matrix, features);
  } else {
    const at::Tensor factors = of_channels(matrix, features);
    result = overwrite ? features.mul_(factors) : features.mul(factors);
  }
  if (offset.defined()) result.add_(of_channels(offset, features));
  return result;
}

}  // namespace stylize
