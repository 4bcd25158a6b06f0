#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "stylize/objective/affine_map.h"
#include "stylize/objective/guidance.h"

namespace stylize {

/// Collects the gradients that several terms have at the features of a layer, or of a part of its
/// map, before anything is computed. Whatever the terms are, their gradient at a pixel with
/// channels f is
///   sum over regions of g_r (M_r f + v_r) + sum over pulls of s (f - p).
/// Without regions a single matrix product gives it: (M + (sum of s) I) F + v - sum of s P.
class LayerGradient {
 public:
  /// Adds g (M f + v), with the guide's weights g at these features. Changes neither argument.
  void add(const AffineMap& map, const Guide& guide);

  /// Adds s (F - P): a pull of strength s towards P, which has the shape of these features.
  void add_pull(const at::Tensor& towards, double strength);

  /// The gradient at features [1, C, H, W], of the same shape. With `overwrite` it may be written
  /// into their memory.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;

  /// The gradient times some positive factor, which may be cheaper to compute. For callers that
  /// scale the result to a given length anyway.
  at::Tensor direction(const at::Tensor& features, bool overwrite) const;

 private:
  struct Pull {
    at::Tensor towards;
    double strength;
  };

  GuidedMap maps_;
  bool has_maps_ = false;
  std::vector<Pull> pulls_;
};

}  // namespace stylize
