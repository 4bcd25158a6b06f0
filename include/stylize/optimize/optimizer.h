#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <limits>
#include <vector>

namespace stylize {

/// The value of a function at x, and its gradient in `gradient` (same shape, float32). Value and
/// gradient may be NaN or infinite: the optimizer then retries with a smaller step.
using ValueAndGradient = std::function<double(const at::Tensor& x, at::Tensor& gradient)>;

/// The box that every element of x stays in; unbounded by default.
struct Bounds {
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
};

enum class StepResult {
  kMoved,      ///< x changed, and the function's last call was there
  kConverged,  ///< no step along any tried direction lowers the value
  kDiverged,  ///< values stay NaN or infinite however small the step is; x is the best point so far
};

/// Everything that an optimizer remembers from step to step. Its tensors are those that the
/// optimizer works on: valid until its next step.
struct OptimizerState {
  std::vector<at::Tensor> tensors;
  std::vector<double> numbers;
};

/// Minimizes a function step by step.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Evaluates the function once or more. After kConverged and kDiverged a further step would give
  /// the same again.
  virtual StepResult step() = 0;

  /// A point whose value is finite, unless the start itself had none.
  virtual const at::Tensor& x() const = 0;
  virtual double value() const = 0;  ///< at x()

  /// What to take as the answer: x(), unless the optimizer says otherwise.
  virtual const at::Tensor& result() const { return x(); }

  virtual OptimizerState state() const = 0;

  /// Goes on from the state of an optimizer of the same kind and options, bit for bit as that one
  /// would. Throws Error (kInput) when the state is of another kind or shape.
  virtual void restore(const OptimizerState& state) = 0;
};

}  // namespace stylize
