#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// The dense optical flow from one picture to another, both float32 [1, 3, H, W], 0..1, on the CPU,
/// of the same size and at least 16 pixels wide and high. The result is float32 [1, 2, H, W] in
/// pixels: how far to the right, and how far down, of its own place each pixel of `from` lies in
/// `to`. The method is that of Kroeger, Timofte, Dai, Van Gool: Fast Optical Flow using Dense
/// Inverse Search, ECCV 2016, in OpenCV's implementation, on the luma. It runs in one thread, since
/// OpenCV's result depends on the number of threads.
at::Tensor optical_flow(const at::Tensor& from, const at::Tensor& to);

}  // namespace stylize
