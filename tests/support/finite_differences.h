#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace stylize {

// Holds `gradient` against the central difference of loss(tensor) at `at`, along a random
// direction, relative to its size. `rounding` is what the differences of the losses may round by.
// In double.
template <typename Loss>
void expect_gradient_of_differences(const at::Tensor& gradient, const at::Tensor& at,
                                    double rounding, const Loss& loss) {
  const at::Tensor direction = at::randn_like(at);
  const double analytic = (gradient * direction).sum().template item<double>();
  const double step = 1e-6;
  const double above = loss(at + step * direction), below = loss(at - step * direction);
  EXPECT_NEAR(analytic, (above - below) / (2 * step), 1e-6 * std::abs(analytic) + rounding);
}

}  // namespace stylize
