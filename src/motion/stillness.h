#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Where nothing moves or changes between two pictures [1, 3, H, W], 0..1: float32 [1, 1, H, W], 1
/// or 0. `backward` is the flow from the later picture to the earlier one, [1, 2, H, W]. A pixel is
/// still if two things hold: its flow is shorter than half a pixel (noise causes such a flow in
/// smooth areas); and in every channel the mean difference in the 5 x 5 pixels around it, in which
/// noise averages out, is less than 3 of 255 levels.
at::Tensor stillness(const at::Tensor& before, const at::Tensor& now, const at::Tensor& backward);

}  // namespace stylize
