#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/objective/term.h"

namespace stylize {

/// Keeps a frame of a clip close to the painting of the frame before, warped to this frame, where
/// the motion is known (Ruder, Dosovitskiy, Brox: Artistic Style Transfer for Videos, GCPR 2016,
/// equation 7):
///   weight * 1/D * sum over the D values of the picture of c (x - t)^2
/// with the target t, in 0..1, and its reliability c at each pixel.
class TemporalTerm : public Term {
 public:
  explicit TemporalTerm(double weight) : weight_(weight) {}

  /// Sets the target [1, 3, H, W], of the size of the pictures that are evaluated later, and its
  /// reliability [1, 1, H, W], 0..1. Several targets can be joined into one: t is their mean
  /// weighted by their reliabilities, and c the sum of these.
  void set(at::Tensor target, at::Tensor reliability);

  const char* name() const override { return "temporal"; }
  void add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient) override;

 private:
  double weight_;
  at::Tensor target_, reliability_;
};

}  // namespace stylize
