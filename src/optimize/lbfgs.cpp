#include "stylize/optimize/lbfgs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "curvature_pairs.h"
#include "kept_vector.h"
#include "optimizer_state.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr double kSufficientDecrease = 1e-4;  // Armijo's constant, Nocedal and Wright section 3.1
constexpr double kCurvature = 1e-6;           // smallest cosine between y and s that is trusted
constexpr int kBacktracks = 20;

// Of the curvature pairs: the steps are as good as with floats, in half the memory (src/README.md).
constexpr Precision kOfPairs = Precision::kHalf;

}  // namespace

int64_t pair_bytes(int64_t elements) {
  return 2 * elements * bytes_of_number(kOfPairs);
}

int history_that_fits(const LbfgsOptions& options, int64_t elements) {
  const int64_t fitting = options.memory_budget / std::max<int64_t>(pair_bytes(elements), 1);
  return static_cast<int>(std::min<int64_t>(options.history, std::max<int64_t>(fitting, 2)));
}

Lbfgs::Lbfgs(ValueAndGradient function, const at::Tensor& start, const LbfgsOptions& options,
             const Bounds& bounds)
    : function_(std::move(function)),
      options_(options),
      bounds_(bounds),
      pairs_(std::make_unique<CurvaturePairs>(
          static_cast<std::size_t>(history_that_fits(options, start.numel())))),
      x_(start.clone(at::MemoryFormat::Contiguous).clamp_(bounds.lowest, bounds.highest)),
      gradient_(std::make_unique<KeptVector>()),
      value_(std::numeric_limits<double>::quiet_NaN()) {}

Lbfgs::~Lbfgs() = default;

// The value at a point, and the gradient in trial_gradient_; whether they are finite.
bool Lbfgs::evaluate(const at::Tensor& x, double& value) {
  if (!trial_gradient_.defined()) trial_gradient_ = at::empty_like(x_);
  value = function_(x, trial_gradient_);
  return std::isfinite(value) && all_finite(trial_gradient_);
}

// What was used before is used again, unless vectors are in a store: then memory is short, and what
// is not needed until the next evaluation is given back.
void Lbfgs::keep_trial_gradient() {
  at::Tensor used = gradient_->taken();
  *gradient_ = KeptVector(std::move(trial_gradient_), options_.store);
  trial_gradient_ = std::move(used);
}

bool Lbfgs::start() {
  const bool finite = evaluate(x_, value_);
  keep_trial_gradient();
  started_ = true;
  return finite;
}

// The gradient, with zeros where x sits on a bound and would be pushed over it.
at::Tensor Lbfgs::free_gradient(int64_t first, int64_t count) const {
  const at::Tensor x = block_of(x_, first, count), gradient = gradient_->block(first, count);
  const at::Tensor held = x.le(bounds_.lowest)
                              .logical_and_(gradient.gt(0))
                              .logical_or_(x.ge(bounds_.highest).logical_and_(gradient.lt(0)));
  return gradient.masked_fill(held, 0);
}

// The quasi-Newton direction, restricted to the free elements.
at::Tensor Lbfgs::direction() const {
  const at::Tensor d = at::empty_like(x_);
  for_blocks(d.numel(), [&](int64_t first, int64_t count) {
    block_of(d, first, count).copy_(free_gradient(first, count).neg_());
  });
  if (pairs_->empty()) {
    const double rms = root_mean_square(d);
    return rms > 0 ? d.mul_(options_.first_step / rms) : d;
  }
  pairs_->multiply(d);
  for_blocks(d.numel(), [&](int64_t first, int64_t count) {
    block_of(d, first, count).masked_fill_(free_gradient(first, count).eq(0), 0);
  });
  const double rms = root_mean_square(d);
  if (rms > options_.largest_step) d.mul_(options_.largest_step / rms);
  return d;
}

// trial_x_ = clamp(x + t d); returns its slope, gradient . (trial_x_ - x).
double Lbfgs::set_trial(const KeptVector& direction, double t) {
  if (!trial_x_.defined()) trial_x_ = at::empty_like(x_);
  double slope = 0;
  for_blocks(x_.numel(), [&](int64_t first, int64_t count) {
    const at::Tensor x = block_of(x_, first, count);
    at::Tensor trial = block_of(trial_x_, first, count);
    at::add_out(trial, x, direction.block(first, count), t);
    trial.clamp_(bounds_.lowest, bounds_.highest);
    slope = dot_product(gradient_->block(first, count), trial - x, slope);
  });
  return slope;
}

// Backtracks along the projected path x(t) = clamp(x + t d). The next t is the minimum of the
// parabola through the known values, kept between a tenth and a half of the last t.
Lbfgs::Search Lbfgs::search() {
  KeptVector direction(this->direction(), options_.store);
  double t = 1;
  bool finite = true;
  for (int i = 0; i < kBacktracks; ++i) {
    const double slope = set_trial(direction, t);
    if (!(slope < 0)) return finite ? Search::kNoDescent : Search::kNotFinite;
    double trial_value = 0;
    finite = evaluate(trial_x_, trial_value);
    if (finite && trial_value <= value_ + kSufficientDecrease * slope) {
      direction = KeptVector();  // frees its memory for the new pair
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
  KeptVector s = KeptVector::made(x_, options_.store, kOfPairs, [&](int64_t first, int64_t count) {
    return block_of(trial_x_, first, count) - block_of(x_, first, count);
  });
  KeptVector y = KeptVector::made(x_, options_.store, kOfPairs, [&](int64_t first, int64_t count) {
    return block_of(trial_gradient_, first, count) - gradient_->block(first, count);
  });
  const double ys = dot_product(y, s);
  const double yy = dot_product(y, y);
  if (ys > kCurvature * std::sqrt(yy * dot_product(s, s))) {
    pairs_->add(std::move(s), std::move(y), ys, yy);
  }
  std::swap(x_, trial_x_);
  if (options_.store) trial_x_.reset();
  keep_trial_gradient();
  value_ = trial_value;
}

StepResult Lbfgs::step() {
  if (!started_ && !start()) return StepResult::kDiverged;
  if (!std::isfinite(value_)) return StepResult::kDiverged;
  Search found = search();
  if (found != Search::kFound && !pairs_->empty()) {
    // The remembered curvature may be misleading: try once along the plain gradient.
    pairs_->clear();
    found = search();
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
  OptimizerState state{{x_}, {started_ ? 1.0 : 0.0, value_}};
  if (gradient_->defined()) {
    gradient_->add_to(state);
  } else {
    KeptVector::made(x_, options_.store, Precision::kFull, [&](int64_t, int64_t count) {
      return at::zeros({count}, x_.options());
    }).add_to(state);
  }
  pairs_->add_to(state);
  return state;
}

void Lbfgs::restore(const OptimizerState& state) {
  constexpr std::size_t kOwn = 2;  // tensors and numbers before those of the pairs
  const std::size_t vectors = state.tensors.size() + state.stored.size();
  const std::size_t pairs = vectors / 2 - std::min<std::size_t>(vectors / 2, 1);
  check_state(state, {kOwn + 2 * pairs, kOwn, kOwn + 2 * pairs}, x_);
  if (pairs > pairs_->most())
    throw Error(ErrorKind::kInput, "optimizer state: has more history than asked for");
  const auto vector = [&](std::size_t i) {
    const std::size_t tensors = state.tensors.size();
    return i < tensors ? KeptVector(state.tensors[i].clone(), options_.store)
                       : KeptVector(state.stored[i - tensors]);
  };
  x_ = state.tensors[0].clone();
  *gradient_ = vector(1);
  started_ = state.numbers[0] != 0;
  value_ = state.numbers[1];
  pairs_->clear();
  for (std::size_t i = kOwn; i < vectors; i += 2) {
    pairs_->add(vector(i), vector(i + 1), state.numbers[i], state.numbers[i + 1]);
  }
}

}  // namespace stylize
