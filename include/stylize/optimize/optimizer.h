#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace stylize {

class StoredVector;

/// Returns the value of a function at x (float32) and writes its gradient to `gradient`, which has
/// the same shape or is undefined, or is replaced by a contiguous tensor that has. Value and
/// gradient may be NaN or infinite: the optimizer then tries a smaller step. If it throws, the
/// optimizer is as before.
using ValueAndGradient = std::function<double(const at::Tensor& x, at::Tensor& gradient)>;

/// The box that every element of x stays in; unbounded by default.
struct Bounds {
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
};

enum class StepResult {
  kMoved,      ///< x changed, and the function was last evaluated there
  kConverged,  ///< no step along any tried direction lowers the value
  kDiverged,   ///< values stay NaN or infinite however small the step; x is the best point so far
};

/// Everything that an optimizer keeps from step to step. The tensors share memory with the
/// optimizer's own, so they are valid only until its next step.
struct OptimizerState {
  std::vector<at::Tensor> tensors;
  std::vector<double> numbers;
  /// Further vectors, after the tensors, that are not in memory (LbfgsOptions::store).
  std::vector<std::shared_ptr<const StoredVector>> stored = {};
};

/// Minimizes a function step by step.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Makes one step, for which the function is evaluated once or more. If the function throws, the
  /// optimizer's state is unchanged, and another step() does the same again. After kConverged or
  /// kDiverged, further steps give the same result.
  virtual StepResult step() = 0;

  /// The current point. Its value is finite unless that of the start was not.
  virtual const at::Tensor& x() const = 0;
  virtual double value() const = 0;  ///< at x(); NaN before the first step

  /// The point to use as the result: x(), unless the optimizer overrides it.
  virtual const at::Tensor& result() const { return x(); }

  /// What restore() needs to continue from here.
  virtual OptimizerState state() const = 0;

  /// Continues from the state of an optimizer of the same kind and with the same options; further
  /// steps are the same as that one's, bit for bit. Throws Error (kInput) when the state is of
  /// another kind or shape.
  virtual void restore(const OptimizerState& state) = 0;
};

}  // namespace stylize
