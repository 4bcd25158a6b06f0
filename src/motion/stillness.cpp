#include "motion/stillness.h"

#include <ATen/ATen.h>

namespace stylize {

at::Tensor stillness(const at::Tensor& before, const at::Tensor& now, const at::Tensor& backward) {
  constexpr double kLongest = 0.5;        // pixels
  constexpr double kLargest = 3.0 / 255;  // colours are 0..1
  constexpr int64_t kSide = 5;
  const at::Tensor rests = backward.square().sum(1, /*keepdim=*/true) < kLongest * kLongest;
  const at::Tensor change = at::avg_pool2d(now - before, kSide, 1, kSide / 2, /*ceil_mode=*/false,
                                           /*count_include_pad=*/false);
  const at::Tensor largest = std::get<0>(change.abs().max(1, /*keepdim=*/true));
  return rests.logical_and(largest < kLargest).to(at::kFloat);
}

}  // namespace stylize
