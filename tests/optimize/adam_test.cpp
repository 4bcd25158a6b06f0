#include "stylize/optimize/adam.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <vector>

#include "optimize/last_call.h"
#include "optimize/thrown_call.h"
#include "stylize/error.h"
#include "stylize/optimize/lbfgs.h"

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

TEST(Adam, RetriesSmallerStepsIfTheValueIsNotFinite) {
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

TEST(Adam, ReportsDivergenceAndReturnsToTheBestPoint) {
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

AdamOptions averaging(double decay) {
  AdamOptions options;
  options.learning_rate = 0.01;
  options.averaging = decay;
  return options;
}

// Down a slope Adam takes equal steps x_t = x_0 - r t, whose mean has a closed form:
// m_t = x_t + r (d / (1 - d) - t d^t / (1 - d^t)).
TEST(Adam, AveragesItsIterates) {
  const auto slope = [](const at::Tensor& x, at::Tensor& gradient) {
    gradient.fill_(1);
    return x.sum(at::kDouble).item<double>();
  };
  for (const double decay : {0.5, 0.9, 0.99}) {
    Adam optimizer(slope, at::full({3}, 1.), averaging(decay));
    EXPECT_EQ(optimizer.result()[0].item<float>(), 1) << "before the first step: the start";
    for (int t = 1; t <= 60; ++t) {
      ASSERT_EQ(optimizer.step(), StepResult::kMoved);
      const double x = 1 - 0.01 * t, forgotten = std::pow(decay, t);
      const double lag = decay / (1 - decay) - t * forgotten / (1 - forgotten);
      EXPECT_NEAR(optimizer.x()[1].item<float>(), x, 1e-5);
      EXPECT_NEAR(optimizer.result()[1].item<float>(), x + 0.01 * lag, 1e-5) << decay << " " << t;
    }
  }
}

TEST(Adam, TheMeanIsCloserThanTheLastIterateForNoisyGradients) {
  at::manual_seed(4);
  const auto noisy = [](const at::Tensor& x, at::Tensor& gradient) {
    const double value = parabola(x, gradient);
    gradient.add_(at::randn_like(x), 2);
    return value;
  };
  AdamOptions options = averaging(0.99);
  options.learning_rate = 0.1;
  Adam optimizer(noisy, at::full({1000}, 0.3), options);
  for (int i = 0; i < 300; ++i) ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  const auto distance = [](const at::Tensor& x) { return (x - 0.3).abs().mean().item<double>(); };
  EXPECT_LT(distance(optimizer.result()), 0.5 * distance(optimizer.x()));
}

TEST(Adam, AveragingDoesNotChangeTheSteps) {
  Adam plain(parabola, at::full({3}, 1.), averaging(0)),
      mean(parabola, at::full({3}, 1.), averaging(0.9));
  for (int i = 0; i < 5; ++i) {
    plain.step();
    mean.step();
    EXPECT_TRUE(at::equal(plain.x(), mean.x()));
    EXPECT_TRUE(at::equal(plain.result(), plain.x()));
  }
  EXPECT_FALSE(at::equal(mean.result(), mean.x()));
}

TEST(Adam, ARestoredStateGivesTheSameMean) {
  Adam whole(parabola, at::rand({7}), averaging(0.9));
  for (int i = 0; i < 4; ++i) whole.step();
  OptimizerState state = whole.state();
  for (at::Tensor& tensor : state.tensors) tensor = tensor.clone();
  Adam rest(parabola, at::zeros({7}), averaging(0.9));
  rest.restore(state);
  EXPECT_TRUE(at::equal(rest.result(), whole.result()));
  for (int i = 0; i < 4; ++i) {
    whole.step();
    rest.step();
    EXPECT_TRUE(at::equal(rest.result(), whole.result()));
  }
}

TEST(Adam, RefusesTheStateOfAnotherKind) {
  const at::Tensor start = at::full({2}, 1.);
  Adam mean(parabola, start, averaging(0.9)), other(parabola, start, averaging(0.99)),
      plain(parabola, start);
  Lbfgs lbfgs(parabola, start);
  mean.step();
  for (Optimizer* optimizer : std::vector<Optimizer*>{&other, &plain, &lbfgs}) {
    optimizer->step();
    EXPECT_THROW(mean.restore(optimizer->state()), Error);
    EXPECT_THROW(optimizer->restore(mean.state()), Error);
  }
  // L-BFGS with two pairs has as many tensors as Adam with a mean.
  const at::Tensor& x = lbfgs.x();
  EXPECT_THROW(mean.restore({{x, x, x, x, x, x}, {1, 0, 0, 0, 0, 0}}), Error);
}

TEST(Adam, ReturnsTheBestPointRatherThanTheMeanAfterDivergence) {
  int calls = 0;
  const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
    const double value = parabola(x, gradient);
    return ++calls > 4 ? std::numeric_limits<double>::infinity() : value;
  };
  Adam optimizer(function, at::full({3}, 1.), averaging(0.9));
  for (int i = 0; i < 3; ++i) ASSERT_EQ(optimizer.step(), StepResult::kMoved);
  EXPECT_FALSE(at::equal(optimizer.result(), optimizer.x()));
  EXPECT_EQ(optimizer.step(), StepResult::kDiverged);
  EXPECT_TRUE(at::equal(optimizer.result(), optimizer.x()));
}

TEST(Adam, TheFunctionIsLastCalledAtTheNewPoint) {
  expect_last_call_where_it_moved_to<Adam>(parabola);
}

TEST(Adam, AnEvaluationThatThrowsLeavesNoTrace) {
  expect_no_trace_of_a_thrown_call<Adam>(parabola);
}

}  // namespace
}  // namespace stylize
