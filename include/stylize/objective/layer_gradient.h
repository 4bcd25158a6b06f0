#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "stylize/objective/affine_map.h"
#include "stylize/objective/guidance.h"

namespace stylize {

/// The gradient that terms have at the features of a layer, or of a part of its map, gathered
/// before it is computed: whatever the terms are, it is
///   sum over regions of g_r (M_r f + v_r) + sum over pulls of s (f - p)
/// of a pixel's channels f, and so one product where there are no regions: (M + sum s I) F + v less
/// sum s P.
class LayerGradient {
 public:
  /// g (M f + v), with the guide's weights for these features; none of it is changed.
  void add(const AffineMap& map, const Guide& guide);

  /// s (F - P), with the P for these features.
  void add_pull(const at::Tensor& towards, double strength);

  /// The gradient at features [1, C, H, W]; in their memory, where that is possible, if
  /// `overwrite`.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;

  /// The same but for a factor > 0, for who gives it a length anyway.
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
