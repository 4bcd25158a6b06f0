#include "stylize/objective/total_variation.h"

#include <ATen/ATen.h>

namespace stylize {
namespace {

// One direction: differences along `dimension`, their squares summed, and the gradient added.
double add_direction(const at::Tensor& picture, int64_t dimension, double scale,
                     at::Tensor& gradient) {
  const int64_t length = picture.size(dimension);
  if (length < 2) return 0;
  const at::Tensor difference =
      picture.narrow(dimension, 1, length - 1) - picture.narrow(dimension, 0, length - 1);
  gradient.narrow(dimension, 1, length - 1).add_(difference, 2 * scale);
  gradient.narrow(dimension, 0, length - 1).sub_(difference, 2 * scale);
  return difference.square().sum(at::kDouble).item<double>();
}

}  // namespace

double add_total_variation(const at::Tensor& picture, double weight, at::Tensor& gradient) {
  const auto count = static_cast<double>(picture.numel());
  const double horizontal = add_direction(picture, 3, weight / count, gradient);
  const double vertical = add_direction(picture, 2, weight / count, gradient);
  return (horizontal + vertical) / count;
}

}  // namespace stylize
