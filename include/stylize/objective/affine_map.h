#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// f -> M f + v of every pixel's channels f: what the gradient of a style loss makes of features.
struct AffineMap {
  at::Tensor matrix;  ///< M: symmetric [C, C], or [C] for the diagonal of a diagonal one
  at::Tensor offset;  ///< v: [C]; undefined for 0

  /// M + factor * I in place of M.
  void add_identity(double factor);

  /// The map of features [1, C, H, W]; in their memory, where that is possible, if `overwrite`.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;
};

}  // namespace stylize
