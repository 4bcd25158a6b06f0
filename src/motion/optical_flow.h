#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// The dense optical flow from one picture to another, both float32 [1, 3, H, W], 0..1, on the CPU,
/// of the same size and at least 16 pixels wide and high: float32 [1, 2, H, W], how far to the
/// right and how far down of its own place each pixel of `from` lies in `to`, in pixels. Kroeger,
/// Timofte, Dai, Van Gool: Fast Optical Flow using Dense Inverse Search, ECCV 2016; OpenCV's, of
/// the luma. It is computed in one thread, since OpenCV's result depends on their number.
at::Tensor optical_flow(const at::Tensor& from, const at::Tensor& to);

}  // namespace stylize
