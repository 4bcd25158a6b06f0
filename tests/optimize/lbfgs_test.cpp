#include "stylize/optimize/lbfgs.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "optimize/last_call.h"
#include "optimize/thrown_call.h"

namespace stylize {
namespace {

// The sum over pairs of 100 (b - a^2)^2 + (1 - a)^2; its minimum is 0 at all ones.
double rosenbrock(const at::Tensor& x, at::Tensor& gradient) {
  const auto in = x.accessor<float, 1>();
  auto out = gradient.accessor<float, 1>();
  double value = 0;
  for (int64_t i = 0; i + 1 < x.numel(); i += 2) {
    const double a = in[i], b = in[i + 1], c = b - a * a;
    value += 100 * c * c + (1 - a) * (1 - a);
    out[i] = static_cast<float>(-400 * a * c - 2 * (1 - a));
    out[i + 1] = static_cast<float>(200 * c);
  }
  return value;
}

// 1/2 sum of d_i (x_i - 1/2)^2 with d from 1 to 10^4.
struct Quadratic {
  at::Tensor curvature;
  double scale = 1;

  explicit Quadratic(int64_t n) : curvature(at::logspace(0, 4, n)) {}

  double operator()(const at::Tensor& x, at::Tensor& gradient) const {
    const at::Tensor offset = x - 0.5;
    gradient.copy_(curvature * offset * scale);
    return scale * 0.5 * (curvature * offset * offset).sum(at::kDouble).item<double>();
  }
};

LbfgsOptions large_steps() {
  LbfgsOptions options;
  options.first_step = 0.1;
  options.largest_step = 10;
  return options;
}

TEST(Lbfgs, FindsTheMinimumOfRosenbrock) {
  Lbfgs optimizer(rosenbrock, at::tensor({-1.2, 1., -1.2, 1.}, at::kFloat), large_steps());
  int steps = 0;
  while (optimizer.step() == StepResult::kMoved && ++steps < 200) {
  }
  EXPECT_LT(optimizer.value(), 1e-8);
  EXPECT_LT((optimizer.x() - 1).abs().max().item<double>(), 1e-3);
}

TEST(Lbfgs, FindsTheMinimumOfAnIllConditionedQuadratic) {
  const Quadratic function(100);
  at::Tensor gradient = at::empty({100});
  const double at_start = function(at::zeros({100}), gradient);
  Lbfgs optimizer(function, at::zeros({100}), large_steps());
  int steps = 0;
  while (optimizer.step() == StepResult::kMoved && ++steps < 300) {
  }
  EXPECT_LT(optimizer.value(), 1e-7 * at_start);
}

TEST(Lbfgs, ValueNeverRises) {
  Lbfgs optimizer(rosenbrock, at::tensor({-1.2, 1.}, at::kFloat), large_steps());
  double last = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 60 && optimizer.step() == StepResult::kMoved; ++i) {
    EXPECT_LE(optimizer.value(), last);
    last = optimizer.value();
  }
}

TEST(Lbfgs, ScaleOfTheFunctionDoesNotMatter) {
  Quadratic plain(50), tiny(50);
  tiny.scale = std::ldexp(1.0, -40);  // a power of two: the same mantissas
  Lbfgs a(plain, at::zeros({50}), large_steps()), b(tiny, at::zeros({50}), large_steps());
  for (int i = 0; i < 25; ++i) {
    ASSERT_EQ(a.step(), StepResult::kMoved);
    ASSERT_EQ(b.step(), StepResult::kMoved);
  }
  EXPECT_LT((a.x() - b.x()).abs().max().item<double>(), 1e-6);
  at::Tensor gradient = at::empty({50});
  EXPECT_LT(a.value(), 1e-2 * plain(at::zeros({50}), gradient));
}

TEST(Lbfgs, StaysInTheBoxAndFindsTheMinimumOnItsBorder) {
  // The free minimum is at 2 in the first and at 0.25 in the second element.
  const auto function = [](const at::Tensor& x, at::Tensor& gradient) {
    const at::Tensor offset = x - at::tensor({2., 0.25}, at::kFloat);
    gradient.copy_(2 * offset);
    EXPECT_GE(x.min().item<float>(), 0);
    EXPECT_LE(x.max().item<float>(), 1);
    return offset.square().sum(at::kDouble).item<double>();
  };
  Lbfgs optimizer(function, at::tensor({0.5, 0.9}, at::kFloat), large_steps(), {0, 1});
  for (int i = 0; i < 30 && optimizer.step() == StepResult::kMoved; ++i) {
  }
  EXPECT_FLOAT_EQ(optimizer.x()[0].item<float>(), 1);
  EXPECT_NEAR(optimizer.x()[1].item<float>(), 0.25, 1e-4);
}

TEST(Lbfgs, BacksOffIfTheValueIsNotFinite) {
  // Defined only below 0.6; the minimum at 0.55 lies just before that.
  const auto function = [](const at::Tensor& x, at::Tensor& gradient) {
    if (x.max().item<float>() > 0.6f) {
      gradient.fill_(std::numeric_limits<float>::quiet_NaN());
      return std::numeric_limits<double>::quiet_NaN();
    }
    const at::Tensor offset = x - 0.55;
    gradient.copy_(2 * offset);
    return offset.square().sum(at::kDouble).item<double>();
  };
  LbfgsOptions options;
  options.first_step = 5;
  Lbfgs optimizer(function, at::zeros({4}), options);
  int moved = 0;
  while (optimizer.step() == StepResult::kMoved && moved < 50) ++moved;
  EXPECT_GT(moved, 0);
  EXPECT_NEAR(optimizer.x()[0].item<float>(), 0.55, 1e-3);
}

TEST(Lbfgs, ReportsDivergenceAndKeepsTheStartIfNothingAroundItIsFinite) {
  const at::Tensor start = at::full({3}, 0.5);
  const auto function = [&](const at::Tensor& x, at::Tensor& gradient) {
    gradient.fill_(1);
    return at::equal(x, start) ? 1.0 : std::numeric_limits<double>::infinity();
  };
  Lbfgs optimizer(function, start);
  EXPECT_EQ(optimizer.step(), StepResult::kDiverged);
  EXPECT_TRUE(at::equal(optimizer.x(), start));
}

TEST(Lbfgs, ReportsDivergenceIfTheStartIsNotFinite) {
  const auto function = [](const at::Tensor&, at::Tensor& gradient) {
    gradient.fill_(0);
    return std::numeric_limits<double>::quiet_NaN();
  };
  Lbfgs optimizer(function, at::zeros({2}));
  EXPECT_EQ(optimizer.step(), StepResult::kDiverged);
  EXPECT_EQ(optimizer.step(), StepResult::kDiverged);
}

TEST(Lbfgs, ReportsConvergenceAtAMinimum) {
  Lbfgs optimizer(Quadratic(5), at::full({5}, 0.5));
  EXPECT_EQ(optimizer.step(), StepResult::kConverged);
}

TEST(Lbfgs, HistoryFollowsTheMemoryBudget) {
  LbfgsOptions options;
  options.history = 20;
  options.memory_budget = 1000 * 4 * 7;  // seven pairs of vectors of 1000 numbers of 16 bits
  EXPECT_EQ(history_that_fits(options, 10), 20);
  EXPECT_EQ(history_that_fits(options, 1000), 7);
  EXPECT_EQ(history_that_fits(options, 1000000), 2);
  options.history = 1;
  EXPECT_EQ(history_that_fits(options, 1000000), 1);
}

TEST(Lbfgs, TheFunctionIsLastCalledAtTheNewPoint) {
  expect_last_call_where_it_moved_to<Lbfgs>(rosenbrock);
}

TEST(Lbfgs, AnEvaluationThatThrowsLeavesNoTrace) {
  expect_no_trace_of_a_thrown_call<Lbfgs>(rosenbrock);
}

}  // namespace
}  // namespace stylize
