#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Where nothing moves or changes between two pictures [1, 3, H, W]: float32 [1, 1, H, W], 1 or 0.
/// A pixel is still when the flow from the later one back to the earlier is shorter than half a
/// pixel, as noise makes it in smooth areas, and the mean difference of the colours in the 5 x 5
/// pixels around it, where noise evens out, is less than 3 of 255 levels.
at::Tensor stillness(const at::Tensor& before, const at::Tensor& now, const at::Tensor& backward);

}  // namespace stylize
