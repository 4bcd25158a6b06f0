#include "stylize/optimize/lbfgs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "curvature_pairs.h"
#include "kernels/vector_math.h"
#include "optimizer_state.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr double kSufficientDecrease = 1e-4;  // Armijo's constant, Nocedal and Wright section 3.1
constexpr double kCurvature = 1e-6;           // smallest cosine between y and s that is trusted
constexpr int kBacktracks = 20;

// sum = a + t b, in the memory that `sum` has; if it has none, it is allocated.
void set_to_sum(at::Tensor& sum, const at::Tensor& a, const at::Tensor& b, double t) {
  if (!sum.defined()) sum = at::empty_like(a);
  at::add_out(sum, a, b, t);
}

}  // namespace

int history_that_fits(const LbfgsOptions& options, int64_t elements) {
  const int64_t pair_bytes = 2 * elements * static_cast<int64_t>(sizeof(float));
  const int64_t fitting = options.memory_budget / std::max<int64_t>(pair_bytes, 1);
  return static_cast<int>(std::min<int64_t>(options.history, std::max<int64_t>(fitting, 2)));
}

Lbfgs::Lbfgs(ValueAndGradient function, const at::Tensor& start, const LbfgsOptions& options,
             const Bounds& bounds)
    : function_(std::move(function)),
      options_(options),
      bounds_(bounds),
      pairs_(std::make_unique<CurvaturePairs>(
          static_cast<std::size_t>(history_that_fits(options, start.numel())), options.store)),
      x_(start.clone(at::MemoryFormat::Contiguous).clamp_(bounds.lowest, bounds.highest)),
      gradient_(at::zeros_like(x_)),
      trial_gradient_(at::empty_like(x_)),
      value_(std::numeric_limits<double>::quiet_NaN()) {}

Lbfgs::~Lbfgs() = default;

bool Lbfgs::start() {
  value_ = function_(x_, gradient_);
  started_ = true;
  return std::isfinite(value_) && all_finite(gradient_);
}

// The gradient, with zeros where x sits on a bound and would be pushed over it.
at::Tensor Lbfgs::free_gradient() const {
  const at::Tensor held = x_.le(bounds_.lowest)
                              .logical_and_(gradient_.gt(0))
                              .logical_or_(x_.ge(bounds_.highest).logical_and_(gradient_.lt(0)));
  return gradient_.masked_fill(held, 0);
}

// The quasi-Newton direction, restricted to the free elements.
at::Tensor Lbfgs::direction() const {
  const at::Tensor free = free_gradient();
  at::Tensor d = free.neg();
  if (pairs_->empty()) {
    const double rms = root_mean_square(free);
    return rms > 0 ? d.mul_(options_.first_step / rms) : d;
  }
  pairs_->multiply(d);
  d.masked_fill_(free.eq(0), 0);
  const double rms = root_mean_square(d);
  if (rms > options_.largest_step) d.mul_(options_.largest_step / rms);
  return d;
}

// Backtracks along the projected path x(t) = clamp(x + t d). The next t is the minimum of the
// parabola through the known values, kept between a tenth and a half of the last t.
Lbfgs::Search Lbfgs::search(const at::Tensor& direction) {
  double t = 1;
  bool finite = true;
  for (int i = 0; i < kBacktracks; ++i) {
    set_to_sum(trial_x_, x_, direction, t);
    trial_x_.clamp_(bounds_.lowest, bounds_.highest);
    const double slope = dot_product(gradient_, trial_x_ - x_);
    if (!(slope < 0)) return finite ? Search::kNoDescent : Search::kNotFinite;
    const double trial_value = function_(trial_x_, trial_gradient_);
    finite = std::isfinite(trial_value) && all_finite(trial_gradient_);
    if (finite && trial_value <= value_ + kSufficientDecrease * slope) {
      move_to_trial(trial_value);
      return Search::kFound;
    }
    double factor = 0.1;
    if (finite) factor = std::clamp(-slope / (2 * (trial_value - value_ - slope)), 0.1, 0.5);
    t *= factor;
  }
  return finite ? Search::kNoDescent : Search::kNotFinite;
}

// Moves to the trial point, and remembers the step if its curvature can be trusted. The pair is
// computed only now, so that its memory is free during the evaluation, which needs it.
void Lbfgs::move_to_trial(double trial_value) {
  at::Tensor s = trial_x_ - x_;
  at::Tensor y = trial_gradient_ - gradient_;
  const double ys = dot_product(y, s);
  const double yy = dot_product(y, y);
  if (ys > kCurvature * std::sqrt(yy * dot_product(s, s))) {
    pairs_->add(std::move(s), std::move(y), ys, yy);
  }
  std::swap(x_, trial_x_);
  std::swap(gradient_, trial_gradient_);
  value_ = trial_value;
}

StepResult Lbfgs::step() {
  if (!started_ && !start()) return StepResult::kDiverged;
  if (!std::isfinite(value_)) return StepResult::kDiverged;
  Search found = search(direction());
  if (found != Search::kFound && !pairs_->empty()) {
    // The remembered curvature may be misleading: try once along the plain gradient.
    pairs_->clear();
    found = search(direction());
  }
  switch (found) {
    case Search::kFound:
      return StepResult::kMoved;
    case Search::kNoDescent:
      return StepResult::kConverged;
    case Search::kNotFinite:
      break;
  }
  return StepResult::kDiverged;
}

OptimizerState Lbfgs::state() const {
  OptimizerState state{{x_, gradient_}, {started_ ? 1.0 : 0.0, value_}};
  pairs_->add_to(state);
  return state;
}

void Lbfgs::restore(const OptimizerState& state) {
  constexpr std::size_t kOwn = 2;  // tensors and numbers before those of the pairs
  const std::size_t vectors = state.tensors.size() + state.stored.size();
  const std::size_t pairs = vectors / 2 - std::min<std::size_t>(vectors / 2, 1);
  check_state(state, kOwn + 2 * pairs, kOwn + 2 * pairs, x_);
  if (pairs > pairs_->most())
    throw Error(ErrorKind::kInput, "optimizer state: has more history than asked for");
  x_ = state.tensors[0].clone();
  gradient_ = state.tensors[1].clone();
  started_ = state.numbers[0] != 0;
  value_ = state.numbers[1];
  pairs_->restore(state, kOwn, kOwn);
}

}  // namespace stylize
