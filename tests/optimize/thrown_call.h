#pragma once

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <stdexcept>

#include "stylize/optimize/optimizer.h"

namespace stylize {

/// Checks that a step whose evaluation throws changes nothing: at whichever call that happens, the
/// same state is told, and further steps are those of an optimizer that was left alone.
template <typename Kind>
void expect_no_trace_of_a_thrown_call(const ValueAndGradient& function) {
  constexpr int kSteps = 5;
  const at::Tensor start = at::tensor({-1.2, 1., 0.4, -0.3}, at::kFloat);
  Kind alone(function, start, {});
  for (int i = 0; i < kSteps; ++i) ASSERT_EQ(alone.step(), StepResult::kMoved);
  for (int thrown = 1; thrown <= kSteps; ++thrown) {
    int calls = 0;
    const auto throwing = [&](const at::Tensor& x, at::Tensor& gradient) {
      if (++calls != thrown) return function(x, gradient);
      gradient.fill_(7);
      throw std::runtime_error("given up");
    };
    Kind optimizer(throwing, start, {});
    int moved = 0, given_up = 0;
    while (moved < kSteps) {
      const at::Tensor before = optimizer.x().clone();
      try {
        ASSERT_EQ(optimizer.step(), StepResult::kMoved);
        ++moved;
      } catch (const std::runtime_error&) {
        ++given_up;
        EXPECT_TRUE(at::equal(optimizer.x(), before));
        Kind other(function, at::zeros_like(start), {});
        other.restore(optimizer.state());
        for (int i = moved; i < kSteps; ++i) other.step();
        EXPECT_TRUE(at::equal(other.x(), alone.x())) << thrown;
      }
    }
    EXPECT_EQ(given_up, 1);
    EXPECT_TRUE(at::equal(optimizer.x(), alone.x())) << thrown;
  }
}

}  // namespace stylize
