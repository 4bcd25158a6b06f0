#include "motion/reliability.h"

#include <ATen/ATen.h>

#include "motion/warp.h"

namespace stylize {
namespace {

at::Tensor squared_length(const at::Tensor& flow) {
  return flow.square().sum(1, /*keepdim=*/true);
}

// Central differences along a dimension, one-sided at the borders.
at::Tensor slope(const at::Tensor& map, int64_t dimension) {
  const int64_t length = map.size(dimension);
  if (length < 2) return at::zeros_like(map);
  const at::Tensor steps =
      map.narrow(dimension, 1, length - 1) - map.narrow(dimension, 0, length - 1);
  const at::Tensor first = steps.narrow(dimension, 0, 1);
  const at::Tensor last = steps.narrow(dimension, length - 2, 1);
  const at::Tensor between =
      (steps.narrow(dimension, 1, length - 2) + steps.narrow(dimension, 0, length - 2)).div_(2);
  return at::cat({first, between, last}, dimension);
}

at::Tensor covered_before(const at::Tensor& forward, const at::Tensor& backward) {
  const at::Tensor there = warped(forward, backward, Interpolation::kLinear);
  const at::Tensor bound = (squared_length(there) + squared_length(backward)).mul_(0.01).add_(0.5);
  return squared_length(there + backward) > bound;
}

at::Tensor at_motion_boundary(const at::Tensor& backward) {
  const at::Tensor change =
      squared_length(slope(backward, 3)).add_(squared_length(slope(backward, 2)));
  return change > squared_length(backward).mul_(0.01).add_(0.002);
}

at::Tensor from_outside(const at::Tensor& backward) {
  const int64_t height = backward.size(2), width = backward.size(3);
  const at::Tensor x = at::arange(width, at::kFloat).view({1, 1, 1, width});
  const at::Tensor y = at::arange(height, at::kFloat).view({1, 1, height, 1});
  const at::Tensor column = x + backward.narrow(1, 0, 1), row = y + backward.narrow(1, 1, 1);
  return (column < 0)
      .logical_or(column > width - 1)
      .logical_or(row < 0)
      .logical_or(row > height - 1);
}

}  // namespace

at::Tensor reliability(const at::Tensor& forward, const at::Tensor& backward) {
  return covered_before(forward, backward)
      .logical_or(at_motion_boundary(backward))
      .logical_or(from_outside(backward))
      .logical_not()
      .to(at::kFloat);
}

}  // namespace stylize
