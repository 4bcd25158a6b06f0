#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

// We apply and remove sRGB's curve ourselves because OpenCV's conversions of float sRGB interpolate
// in a coarse table: L*a*b* is then wrong by up to 0.5, but only by 0.0002 from linear light.

// Values 0..1 of sRGB as linear light.
at::Tensor linear_light(const at::Tensor& rgb);

// Linear light 0..1 as values of sRGB.
at::Tensor srgb_of_linear_light(const at::Tensor& light);

}  // namespace stylize
