#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// How values between pixels are interpolated.
enum class Interpolation {
  kLinear,  ///< bilinear: exact for planes
  kCubic,   ///< Catmull-Rom: exact for quadratic surfaces, and blurs little when repeated. The
            ///< result may exceed the range of the input a little
};

/// Warps a map, float32 [1, C, h, w] on the CPU, by a flow [1, 2, H, W] in pixels: result(p) =
/// map(p + flow(p)) for every pixel p; [1, C, H, W]. Beyond its borders the map is continued by its
/// outermost pixels. A component of the flow that is not finite counts as 0.
at::Tensor warped(const at::Tensor& map, const at::Tensor& flow, Interpolation interpolation);

}  // namespace stylize
