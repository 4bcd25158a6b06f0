#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// A frame that was painted: [1, 3, H, W] each; the optical flow back to it from the frame that is
/// to inherit; and in how many frames what it shows was painted, [1, 1, H, W] (Inheritance::age).
/// Without a painting only the ages are inherited.
struct PaintedFrame {
  at::Tensor source, painting, backward, age;
};

/// How much more a pixel of a frame is held to the painting before it where nothing moves or
/// changes (motion/stillness.h) than where it only moves along: so that it does not change at all.
constexpr double kStillness = 50;

/// One picture where the map is 1, the other where it is 0.
at::Tensor chosen(const at::Tensor& map, const at::Tensor& one, const at::Tensor& other);

/// What a frame takes from those before it.
struct Inheritance {
  at::Tensor painting;  ///< [1, 3, H, W], theirs as the frame sees them
  at::Tensor known;     ///< [1, 1, H, W], where that is so: 1, else 0
  at::Tensor still;     ///< likewise, where the frame stays as it was
  at::Tensor age;       ///< in how many frames before what it shows was painted; 0: not known
  at::Tensor hold;      ///< how firmly it is held elsewhere, 0 to 1: at first as known
};

/// The paintings of frames before a frame, the nearest first, warped to it by the optical flow
/// between the sources, each where it is reliable and none nearer is (Ruder, Dosovitskiy, Brox
/// 2016, section 3.3: long-term consistency). What is still is not warped at all, since each
/// warping blurs a little; nor is what the flow is not reliable about and what looks as in the
/// nearest frame. `still` says where the frame stays as it was (motion/stillness.h): [1, 1, H, W],
/// 1 or 0.
Inheritance inherited(const at::Tensor& source, const std::vector<PaintedFrame>& before,
                      const at::Tensor& still);

/// What the frame is held to (TransferInputs::held): alpha is 1 where it is still, else
/// hold / kStillness; so the weight of the temporal term is to be kStillness times as large.
Image held_to(const Inheritance& inheritance);

/// TemporalError::error of the frame's painting; NaN where nothing is known.
double temporal_error(const Inheritance& inheritance, const at::Tensor& painting);

/// The picture that the frame begins with: what it inherits, and elsewhere itself, with the mean
/// and covariance of its colours changed as between source and painting where both are known
/// (match_colours()).
Image beginning_of(const at::Tensor& source, const Inheritance& inheritance);

}  // namespace stylize
