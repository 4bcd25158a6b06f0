#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace stylize {

class StoredVector;

/// The value of a function at x, and its gradient in `gradient` (same shape, float32). Value and
/// gradient may be NaN or infinite: the optimizer then retries with a smaller step.
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
/// optimizer's own: valid until its next step.
struct OptimizerState {
  std::vector<at::Tensor> tensors;
  std::vector<double> numbers;
  /// Those that follow the tensors and are not in memory (LbfgsOptions::store).
  std::vector<std::shared_ptr<const StoredVector>> stored = {};
};

/// Minimizes a function step by step.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Evaluates the function once or more; when that throws, nothing has changed: another step does
  /// the same again. After kConverged or kDiverged, further steps give the
  /// same result.
  virtual StepResult step() = 0;

  /// A point whose value is finite, unless the start itself had none.
  virtual const at::Tensor& x() const = 0;
  virtual double value() const = 0;  ///< at x()

  /// The point to use as the result: x(), unless the optimizer overrides it.
  virtual const at::Tensor& result() const { return x(); }

  virtual OptimizerState state() const = 0;

  /// Continues from the state of an optimizer of the same kind and options, bit for bit as that one
  /// would have. Throws Error (kInput) when the state is of another kind or shape.
  virtual void restore(const OptimizerState& state) = 0;
};

}  // namespace stylize
