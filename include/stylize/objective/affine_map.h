#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// The map f -> M f + v, applied to the channels f of every pixel. The gradient of a style loss at
/// features is such a map of these features. Losses give it in double; it is rounded to the type of
/// the features when it is applied.
struct AffineMap {
  at::Tensor matrix;  ///< M: [C, C], symmetric; or [C], the diagonal of a diagonal matrix
  at::Tensor offset;  ///< v: [C]; undefined: 0

  /// Replaces M by M + factor * I, in M's own memory: copies of this map, which share it, change
  /// too.
  void add_identity(double factor);

  /// Applies the map to features [1, C, H, W]. With `overwrite` the result may be written into
  /// their memory.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;
};

}  // namespace stylize
