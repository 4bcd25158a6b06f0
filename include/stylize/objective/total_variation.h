#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/settings/objective_options.h"

namespace stylize {

/// Rounds off the corner of the l1 norm at 0. About half a level of an 8-bit picture.
constexpr double kTvEpsilon = 0.002;

/// The total variation of a picture [1, 3, H, W]: the sum over all differences d between horizontal
/// or vertical neighbours, d = x[i, j+1] - x[i, j] and x[i+1, j] - x[i, j], divided by the number
/// of values in the picture, of
///   l2  d^2
///   l1  sqrt(d^2 + kTvEpsilon^2) - kTvEpsilon, which is |d| with a derivative everywhere
/// Adds weight * gradient to `gradient`, which has the picture's shape, and returns the value
/// without the weight.
double add_total_variation(const at::Tensor& picture, TvNorm norm, double weight,
                           at::Tensor& gradient);

}  // namespace stylize
