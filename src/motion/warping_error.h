#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// How one picture lies in the place of another that moved, as the warping error of Lai et al.
/// (Learning Blind Video Temporal Consistency, ECCV 2018, equations 9 and 10) sees it.
struct WarpingError {
  double error = 0;     ///< mean over the reliable pixels of the squared distance of the colours,
                        ///< which are 0..1, of a picture and the other one warped
  double reliable = 0;  ///< the part of the pixels that is reliable; 0: there is no error
};

/// How a picture of the source moved from one before it: the flow back, [1, 2, H, W], and where it
/// is reliable, [1, 1, H, W].
struct SourceMotion {
  at::Tensor backward, reliable;
};

SourceMotion motion_between(const at::Tensor& source_before, const at::Tensor& source);

/// The error between a picture of a result, or of the source itself, and one before it,
/// [1, 3, H, W], of the source's size.
WarpingError warping_error(const SourceMotion& motion, const at::Tensor& result_before,
                           const at::Tensor& result);

}  // namespace stylize
