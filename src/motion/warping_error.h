#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// How well a picture agrees with an earlier one once the latter is moved to its place: the warping
/// error of Lai et al. (Learning Blind Video Temporal Consistency, ECCV 2018, equations 9 and 10).
struct WarpingError {
  /// Mean over the reliable pixels of the squared distance between the colours, 0..1, of the
  /// picture and of the warped earlier one.
  double error = 0;
  double reliable = 0;  ///< share of the pixels that are reliable; if 0, `error` means nothing
};

/// How a picture of the source moved since an earlier one: the flow back to that one, [1, 2, H, W],
/// and where it is reliable, [1, 1, H, W], 1 or 0.
struct SourceMotion {
  at::Tensor backward, reliable;
};

/// The motion between two pictures, [1, 3, H, W], 0..1, of the same size, by optical_flow().
SourceMotion motion_between(const at::Tensor& source_before, const at::Tensor& source);

/// The error between two pictures [1, 3, H, W] of the source's size: a result and the earlier
/// result, or two pictures of the source itself.
WarpingError warping_error(const SourceMotion& motion, const at::Tensor& result_before,
                           const at::Tensor& result);

}  // namespace stylize
