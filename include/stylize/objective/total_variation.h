#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/settings/objective_options.h"

namespace stylize {

/// What rounds off the corner of the l1 norm at 0: half a level of an 8-bit picture.
constexpr double kTvEpsilon = 0.002;

/// Mean over the picture of what differences d between neighbouring pixels count, horizontal and
/// vertical: the sum of
///   l2  d^2
///   l1  sqrt(d^2 + kTvEpsilon^2) - kTvEpsilon, which is |d| with a derivative everywhere
/// over d = x[i, j+1] - x[i, j] and x[i+1, j] - x[i, j], divided by the number of values.
/// Adds weight * gradient to `gradient` (same shape as `picture`, [1, 3, H, W]) and returns the
/// unweighted value.
double add_total_variation(const at::Tensor& picture, TvNorm norm, double weight,
                           at::Tensor& gradient);

}  // namespace stylize
