#pragma once

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <limits>

#include "stylize/optimize/optimizer.h"

namespace stylize {

/// Checks that after every step the function was last evaluated at the optimizer's x(), so that
/// callers can reuse the results of that evaluation. Every third value is NaN, so some steps are
/// retried.
template <typename Kind>
void expect_last_call_where_it_moved_to(const ValueAndGradient& function) {
  at::Tensor last;
  int calls = 0;
  const auto failing = [&](const at::Tensor& x, at::Tensor& gradient) {
    last = x.clone();
    const double value = function(x, gradient);
    return ++calls % 3 == 2 ? std::numeric_limits<double>::quiet_NaN() : value;
  };
  Kind optimizer(failing, at::tensor({-1.2, 1., 0.4, -0.3}, at::kFloat), {});
  int moved = 0;
  for (int i = 0; i < 12 && optimizer.step() == StepResult::kMoved; ++i) {
    ++moved;
    EXPECT_TRUE(at::equal(last, optimizer.x())) << i;
  }
  EXPECT_GT(moved, 3);
  EXPECT_GT(calls, moved + 1);
}

}  // namespace stylize
