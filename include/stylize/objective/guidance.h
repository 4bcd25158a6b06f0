#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "stylize/image/image.h"
#include "stylize/objective/affine_map.h"

namespace stylize {

/// How much each pixel of a layer's map counts where a region of the picture is asked for: the
/// squares of a guidance channel T_r (Gatys, Ecker, Bethge, Hertzmann, Shechtman, "Controlling
/// Perceptual Factors in Neural Style Transfer", CVPR 2017, equations 3 to 6). With weights g, mean
/// 1, the guided Gram matrix is  sum over pixels of g(p) f(p) f(p)^T / n = F_r F_r^T  with
/// F_r = T_r o F,  sum T_r^2 = 1.
struct Guide {
  at::Tensor weights;  ///< [1, 1, H, W], >= 0, mean 1; undefined: all pixels count the same
  bool blank = false;  ///< the region has no pixel here
};

/// The guide of a region for a layer whose features are like these: its map, float32 [1, 1, h, w]
/// on the CPU with the part 0..1 of each pixel that belongs to it, averaged over the area of each
/// of the features' pixels (so edges are soft), squared, and normalized. An undefined map is the
/// whole picture. No side of the map may be shorter than that of the features.
Guide guide_of(const at::Tensor& map, const at::Tensor& features);

/// The same for features of this size and these options, of which there may be a part at hand.
Guide guide_of(const at::Tensor& map, const Size& layer, const at::TensorOptions& options);

/// f -> sum over regions of g_r(p) (M_r f + v_r) + c f of a pixel's channels f: what the gradient
/// of style losses in several regions makes of features.
class GuidedMap {
 public:
  /// A guide that is not blank. The map is not changed.
  void add(AffineMap map, const Guide& guide);

  /// c is 0 at first.
  void add_identity(double factor) { identity_ += factor; }

  /// The map of features [1, C, H, W]; in their memory, where that is possible, if `overwrite`.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;

 private:
  struct Part {
    AffineMap map;
    at::Tensor weights;
  };
  std::vector<Part> parts_;
  double identity_ = 0;
};

}  // namespace stylize
