#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Mean over the picture of squared differences between neighbouring pixels, horizontal and
/// vertical:
///   sum (x[i, j+1] - x[i, j])^2 + (x[i+1, j] - x[i, j])^2, divided by the number of values.
/// Adds weight * gradient to `gradient` (same shape as `picture`, [1, 3, H, W]) and returns the
/// unweighted value.
double add_total_variation(const at::Tensor& picture, double weight, at::Tensor& gradient);

}  // namespace stylize
