#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "stylize/image/image.h"
#include "stylize/objective/affine_map.h"
#include "stylize/objective/frame.h"

namespace stylize {

/// How much each pixel of a layer's map counts in the style loss of a region of the picture: the
/// squares of a guidance channel T_r (Gatys, Ecker, Bethge, Hertzmann, Shechtman, "Controlling
/// Perceptual Factors in Neural Style Transfer", CVPR 2017, equations 3 to 6). With weights g of
/// mean 1, the guided Gram matrix is
///   sum over pixels of g(p) f(p) f(p)^T / n = F_r F_r^T,  F_r = T_r o F,  sum T_r^2 = 1.
struct Guide {
  at::Tensor weights;  ///< [1, 1, H, W], >= 0, mean 1; undefined: pixels count as the frame says
  bool blank = false;  ///< no pixel of this map belongs to the region
  Frame frame = {};    ///< used without weights; weights contain it
};

/// The guide of a region for a layer with these features. `map` is float32 [1, 1, h, w] on the CPU:
/// the part 0..1 of each pixel that belongs to the region; an undefined map stands for the whole
/// picture. It is averaged over the area of each of the features' pixels (so edges are soft),
/// squared, and divided by its mean. No side of the map may be shorter than the same side of the
/// features.
Guide guide_of(const at::Tensor& map, const at::Tensor& features);

/// The same for a layer whose map has the size `layer`, for callers that have only a part of its
/// features. The weights get the type and device of `options`. Of a layer with a frame, only what
/// the frame lets count belongs to the region.
Guide guide_of(const at::Tensor& map, const Size& layer, const at::TensorOptions& options,
               Frame frame = {});

/// The guide of a part of the layer's map, which begins at this pixel of it.
Guide part_of_guide(const Guide& guide, int64_t left, int64_t top, const Size& part);

/// The map f -> sum over regions of g_r(p) (M_r f + v_r) + c f, applied to the channels f of every
/// pixel p. The gradient of style losses in several regions is such a map of the features.
class GuidedMap {
 public:
  /// Adds a region. The guide must not be blank. `map` shares its tensors with the caller's and
  /// does not change them.
  void add(AffineMap map, const Guide& guide);

  /// Adds `factor` to c, which is 0 at first.
  void add_identity(double factor) { identity_ += factor; }

  /// Applies the map to features [1, C, H, W]. With `overwrite` the result may be written into
  /// their memory.
  at::Tensor operator()(const at::Tensor& features, bool overwrite) const;

 private:
  struct Part {
    AffineMap map;
    Guide guide;
  };
  bool has_only_matrices() const;
  at::Tensor framed(const Part& part, const at::Tensor& features, bool overwrite) const;

  std::vector<Part> parts_;
  double identity_ = 0;
};

}  // namespace stylize
