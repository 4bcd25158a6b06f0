#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// How values between pixels are found.
enum class Interpolation {
  kLinear,  ///< bilinear: exact for planes
  kCubic,   ///< Catmull-Rom: exact for quadratic surfaces, and blurs little when it is repeated. It
            ///< may overshoot the range of its input a little
};

/// What a flow [1, 2, H, W] leads to: result(p) = map(p + flow(p)) for every pixel p, of a map
/// float32 [1, C, h, w] on the CPU. Beyond the borders lie the outermost pixels. A flow that is not
/// finite counts as 0.
at::Tensor warped(const at::Tensor& map, const at::Tensor& flow, Interpolation interpolation);

}  // namespace stylize
