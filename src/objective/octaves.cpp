#include "stylize/objective/octaves.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace stylize {

Size octave_size(const Size& picture, std::size_t octave) {
  return {picture.width >> octave, picture.height >> octave};
}

std::vector<double> octave_parts(const std::vector<double>& weights, const Size& picture) {
  std::vector<double> parts;
  double sum = 0;
  for (std::size_t octave = 0; octave < weights.size(); ++octave) {
    const Size size = octave_size(picture, octave);
    if (octave > 0 && std::min(size.width, size.height) < kSmallestOctave) break;
    parts.push_back(weights[octave]);
    sum += weights[octave];
  }
  if (sum == 0) return {1};
  while (parts.back() == 0) parts.pop_back();
  for (double& part : parts) part /= sum;
  return parts;
}

at::Tensor octave_of(const at::Tensor& picture, std::size_t octave) {
  return octave == 0 ? picture : at::avg_pool2d(picture, int64_t{1} << octave);
}

void add_octave_gradient(const at::Tensor& octave_gradient, std::size_t octave,
                         at::Tensor& gradient) {
  if (octave == 0) {
    gradient.add_(octave_gradient);
    return;
  }
  // Each value is added to the square of pixels that it is the mean of, without a gradient of the
  // picture's size between.
  const int64_t side = int64_t{1} << octave;
  const int64_t height = octave_gradient.size(2), width = octave_gradient.size(3);
  gradient.narrow(2, 0, height * side)
      .narrow(3, 0, width * side)
      .view({1, gradient.size(1), height, side, width, side})
      .add_(octave_gradient.unsqueeze(3).unsqueeze(5), 1.0 / static_cast<double>(side * side));
}

}  // namespace stylize
