#include "stylize/optimize/adam.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

namespace stylize {
namespace {

double parabola(const at::Tensor& x, at::Tensor& gradient) {
  const at::Tensor offset = x - 0.3;
  gradient.copy_(2 * offset);
  return offset.square().sum(at::kDouble).item<double>();
}

TEST(Adam, FirstStepIsTheLearningRateAgainstTheSignOfTheGradient) {
  AdamOptions options;
  options.learning_rate = 0.05;
  Adam optimizer(parabola, at::tensor({0.9, -0.9}, at::kFloat), options);
  ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  EXPECT_NEAR(optimizer.x()[0].item<float>(), 0.85, 1e-5);
  EXPECT_NEAR(optimizer.x()[1].item<float>(), -0.85, 1e-5);
}

TEST(Adam, FollowsTheAlgorithmOfThePaper) {
  AdamOptions options;
  options.learning_rate = 0.1;
  Adam optimizer(parabola, at::tensor({1.}, at::kFloat), options);
  double x = 1, m = 0, v = 0;
  for (int t = 1; t <= 20; ++t) {
    const double g = 2 * (x - 0.3);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    x -= 0.1 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
    ASSERT_EQ(optimizer.step(), StepResult::kMoved);
    EXPECT_NEAR(optimizer.x()[0].item<float>(), x, 1e-4);
  }
}

TEST(Adam, FindsAMinimumInTheBox) {
  Adam optimizer(parabola, at::rand({10}), {}, {0.4, 1});
  for (int i = 0; i < 200; ++i) ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  EXPECT_NEAR(optimizer.x().max().item<float>(), 0.4, 1e-3);
}

TEST(Adam, RetriesSmallerWhereTheValueIsNotFinite) {
  const auto function = [](const at::Tensor& x, at::Tensor& gradient) {
    const double value = parabola(x, gradient);
    return x.min().item<float>() < 0.2f ? std::numeric_limits<double>::quiet_NaN() : value;
  };
  AdamOptions options;
  options.learning_rate = 0.9;
  Adam optimizer(function, at::full({3}, 1.), options);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  EXPECT_TRUE(std::isfinite(optimizer.value()));
  EXPECT_GE(optimizer.x().min().item<float>(), 0.2f);
}

TEST(Adam, SaysDivergedAndGoesBackToTheBestPoint) {
  int calls = 0;
  const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
    const double value = parabola(x, gradient);
    return ++calls > 4 ? std::numeric_limits<double>::infinity() : value;
  };
  Adam optimizer(function, at::full({3}, 1.));
  for (int i = 0; i < 3; ++i) ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  const double best = optimizer.value();
  EXPECT_EQ(optimizer.step(), StepResult::kDiverged);
  EXPECT_EQ(optimizer.value(), best);
}

}  // namespace
}  // namespace stylize
