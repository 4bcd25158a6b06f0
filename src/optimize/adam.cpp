#include "stylize/optimize/adam.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <utility>

#include "kernels/vector_math.h"
#include "optimizer_state.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr double kEpsilon = 1e-8;
constexpr int kRetries = 12;

}  // namespace

Adam::Adam(ValueAndGradient function, const at::Tensor& start, const AdamOptions& options,
           const Bounds& bounds)
    : function_(std::move(function)),
      options_(options),
      bounds_(bounds),
      x_(start.clone(at::MemoryFormat::Contiguous).clamp_(bounds.lowest, bounds.highest)),
      gradient_(at::zeros_like(x_)),
      first_moment_(at::zeros_like(x_)),
      second_moment_(at::zeros_like(x_)),
      trial_gradient_(at::empty_like(x_)),
      best_x_(x_.clone()),
      value_(std::numeric_limits<double>::quiet_NaN()),
      best_value_(std::numeric_limits<double>::infinity()) {
  if (options.averaging > 0) mean_ = at::zeros_like(x_);
}

bool Adam::start() {
  value_ = best_value_ = function_(x_, trial_gradient_);
  std::swap(gradient_, trial_gradient_);
  started_ = true;
  return std::isfinite(value_) && all_finite(gradient_);
}

void Adam::forget_moments() {
  first_moment_.zero_();
  second_moment_.zero_();
  steps_ = 0;
}

// The moments after taking in the current gradient.
Adam::Moments Adam::next_moments() const {
  return {first_moment_.mul(options_.beta1).add_(gradient_, 1 - options_.beta1),
          second_moment_.mul(options_.beta2).addcmul_(gradient_, gradient_, 1 - options_.beta2)};
}

// The point that the next step leads to. The moments are computed once more after the step has
// succeeded: until then nothing may change, so that an abandoned evaluation leaves no trace.
at::Tensor Adam::trial() const {
  const Moments moments = next_moments();
  const auto steps = static_cast<double>(steps_ + 1);
  const double correction1 = 1 - std::pow(options_.beta1, steps);
  const double correction2 = 1 - std::pow(options_.beta2, steps);
  const at::Tensor scale = moments.second.div(correction2).sqrt_().add_(kEpsilon);
  return at::addcdiv(x_, moments.first, scale, -options_.learning_rate / correction1)
      .clamp_(bounds_.lowest, bounds_.highest);
}

void Adam::move_to(const at::Tensor& trial, double trial_value) {
  Moments moments = next_moments();
  first_moment_ = std::move(moments.first);
  second_moment_ = std::move(moments.second);
  ++steps_;
  x_ = trial;
  std::swap(gradient_, trial_gradient_);
  value_ = trial_value;
  if (value_ < best_value_) {
    best_value_ = value_;
    best_x_.copy_(x_);
  }
  average();
}

// m_t = m_(t-1) + (1 - d) / (1 - d^t) (x_t - m_(t-1)). This is the mean that adam.h defines, and it
// never leaves the box.
void Adam::average() {
  if (!mean_.defined()) return;
  ++averaged_;
  const double decay = options_.averaging;
  mean_.lerp_(x_, (1 - decay) / (1 - std::pow(decay, static_cast<double>(averaged_))));
}

StepResult Adam::step() {
  if (!started_ && !start()) return StepResult::kDiverged;
  if (!std::isfinite(value_)) return StepResult::kDiverged;
  for (int i = 0; i < kRetries; ++i) {
    const at::Tensor trial = this->trial();
    const double trial_value = function_(trial, trial_gradient_);
    if (std::isfinite(trial_value) && all_finite(trial_gradient_)) {
      move_to(trial, trial_value);
      return StepResult::kMoved;
    }
    options_.learning_rate /= 2;
    forget_moments();
  }
  x_ = best_x_;
  value_ = best_value_;
  averaged_ = 0;
  return StepResult::kDiverged;
}

OptimizerState Adam::state() const {
  OptimizerState state{{x_, gradient_, first_moment_, second_moment_, best_x_},
                       {started_ ? 1.0 : 0.0, value_, best_value_, static_cast<double>(steps_),
                        options_.learning_rate}};
  if (mean_.defined()) {
    state.tensors.push_back(mean_);
    state.numbers.insert(state.numbers.end(), {static_cast<double>(averaged_), options_.averaging});
  }
  return state;
}

void Adam::restore(const OptimizerState& state) {
  const bool averages = mean_.defined();
  const std::size_t vectors = averages ? 6 : 5;
  check_state(state, {vectors, vectors, averages ? std::size_t{7} : 5}, x_);
  if (averages && state.numbers[6] != options_.averaging) {
    throw Error(ErrorKind::kInput, "optimizer state: has a mean of another decay");
  }
  // These two numbers are counts.
  for (const std::size_t count : {std::size_t{3}, std::size_t{5}}) {
    if (count >= state.numbers.size()) continue;
    if (!(state.numbers[count] >= 0 && state.numbers[count] < 1e15)) {
      throw Error(ErrorKind::kInput, "optimizer state: has no count of its steps");
    }
  }
  x_ = state.tensors[0].clone();
  gradient_ = state.tensors[1].clone();
  first_moment_ = state.tensors[2].clone();
  second_moment_ = state.tensors[3].clone();
  best_x_ = state.tensors[4].clone();
  started_ = state.numbers[0] != 0;
  value_ = state.numbers[1];
  best_value_ = state.numbers[2];
  steps_ = static_cast<int64_t>(state.numbers[3]);
  options_.learning_rate = state.numbers[4];
  if (!averages) return;
  mean_ = state.tensors[5].clone();
  averaged_ = static_cast<int64_t>(state.numbers[5]);
}

}  // namespace stylize
