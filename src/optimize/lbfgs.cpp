#include "stylize/optimize/lbfgs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/vector_math.h"
#include "optimizer_state.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr double kSufficientDecrease = 1e-4;  // Armijo's constant, Nocedal and Wright section 3.1
constexpr double kCurvature = 1e-6;           // smallest cosine between y and s that is trusted
constexpr int kBacktracks = 20;

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
      history_(static_cast<std::size_t>(history_that_fits(options, start.numel()))),
      x_(start.clone(at::MemoryFormat::Contiguous).clamp_(bounds.lowest, bounds.highest)),
      gradient_(at::zeros_like(x_)),
      trial_gradient_(at::empty_like(x_)),
      value_(std::numeric_limits<double>::quiet_NaN()) {}

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

// The two-loop recursion of algorithm 7.4, restricted to the free elements.
at::Tensor Lbfgs::direction(const at::Tensor& free) const {
  at::Tensor d = free.neg();
  if (pairs_.empty()) {
    const double rms = root_mean_square(free);
    return rms > 0 ? d.mul_(options_.first_step / rms) : d;
  }
  // Each pass over a pair also takes the dot product that the next pair needs.
  const std::size_t count = pairs_.size();
  const Pair& newest = pairs_.back();
  std::vector<double> alpha(count);
  double product = dot_product(newest.s, d);
  for (std::size_t i = count; i-- > 0;) {
    alpha[i] = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, -alpha[i], pairs_[i].y, i > 0 ? pairs_[i - 1].s : pairs_[0].y);
  }
  const double scale = newest.ys / newest.yy;
  d.mul_(scale);
  product *= scale;  // now y . d of the oldest pair
  for (std::size_t i = 0; i < count; ++i) {
    const double beta = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, alpha[i] - beta, pairs_[i].s,
                                 i + 1 < count ? pairs_[i + 1].y : pairs_[i].y);
  }
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
    trial_x_ = at::add(x_, direction, t).clamp_(bounds_.lowest, bounds_.highest);
    const at::Tensor change = trial_x_ - x_;
    const double slope = dot_product(gradient_, change);
    if (!(slope < 0)) return finite ? Search::kNoDescent : Search::kNotFinite;
    const double trial_value = function_(trial_x_, trial_gradient_);
    finite = std::isfinite(trial_value) && all_finite(trial_gradient_);
    if (finite && trial_value <= value_ + kSufficientDecrease * slope) {
      remember(change, trial_gradient_ - gradient_);
      std::swap(x_, trial_x_);
      std::swap(gradient_, trial_gradient_);
      value_ = trial_value;
      return Search::kFound;
    }
    double factor = 0.1;
    if (finite) factor = std::clamp(-slope / (2 * (trial_value - value_ - slope)), 0.1, 0.5);
    t *= factor;
  }
  return finite ? Search::kNoDescent : Search::kNotFinite;
}

void Lbfgs::remember(const at::Tensor& s, const at::Tensor& y) {
  const double ys = dot_product(y, s);
  const double yy = dot_product(y, y);
  if (!(ys > kCurvature * std::sqrt(yy * dot_product(s, s)))) return;
  if (pairs_.size() == history_) pairs_.pop_front();
  pairs_.push_back({s, y, ys, yy});
}

StepResult Lbfgs::step() {
  if (!started_ && !start()) return StepResult::kDiverged;
  if (!std::isfinite(value_)) return StepResult::kDiverged;
  const at::Tensor free = free_gradient();
  Search found = search(direction(free));
  if (found != Search::kFound && !pairs_.empty()) {
    // The remembered curvature may be misleading: try once along the plain gradient.
    pairs_.clear();
    found = search(direction(free));
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
  for (const Pair& pair : pairs_) {
    state.tensors.insert(state.tensors.end(), {pair.s, pair.y});
    state.numbers.insert(state.numbers.end(), {pair.ys, pair.yy});
  }
  return state;
}

void Lbfgs::restore(const OptimizerState& state) {
  const std::size_t pairs =
      state.tensors.size() / 2 - std::min<std::size_t>(state.tensors.size() / 2, 1);
  check_state(state, 2 + 2 * pairs, 2 + 2 * pairs, x_);
  if (pairs > history_)
    throw Error(ErrorKind::kInput, "optimizer state: has more history than asked for");
  x_ = state.tensors[0].clone();
  gradient_ = state.tensors[1].clone();
  started_ = state.numbers[0] != 0;
  value_ = state.numbers[1];
  pairs_.clear();
  for (std::size_t i = 1; i <= pairs; ++i) {
    pairs_.push_back({state.tensors[2 * i].clone(), state.tensors[2 * i + 1].clone(),
                      state.numbers[2 * i], state.numbers[2 * i + 1]});
  }
}

}  // namespace stylize
