#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "stylize/optimize/optimizer.h"

namespace stylize {

class CurvaturePairs;
class KeptVector;
class VectorStore;

struct LbfgsOptions {
  int history = 20;                          ///< how many curvature pairs are remembered; >= 1
  int64_t memory_budget = int64_t{1} << 30;  ///< bytes for the pairs; a large x gets fewer pairs
  /// The store (kernels/vector_store.h) for the vectors that an evaluation does not need: the
  /// pairs, the gradient at x and the direction. It must outlive the optimizer. Null: they are in
  /// memory. CPU only. The steps are the same, bit for bit.
  VectorStore* store = nullptr;
  double first_step = 0.02;   ///< root mean square change of x in the first step
  double largest_step = 0.1;  ///< root mean square change of x in any step
};

/// Bytes of a curvature pair for an x of so many elements.
int64_t pair_bytes(int64_t elements);

/// How many pairs fit into the budget for an x of so many elements: at most options.history, else
/// at least 2.
int history_that_fits(const LbfgsOptions& options, int64_t elements);

/// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4) in a box.
/// - Elements on a bound whose gradient pushes them outward are held fixed. The others move along
///   the quasi-Newton direction and stop at the bounds (projected line search).
/// - The line search backtracks until the value has fallen enough (Armijo's condition), so the
///   value never rises. A value that is not finite counts as too high.
/// - A pair (s, y), the changes of x and of the gradient in a step, is remembered if y.s > 1e-6 |y|
///   |s|. This test is relative, so the scale of the function does not matter. Pairs are kept in 16
///   bits (bfloat16); what follows from them is computed from these, so the remembered curvature is
///   that of a function nearby.
/// If the function does not depend on the number of threads, neither do the iterates.
class Lbfgs : public Optimizer {
 public:
  /// Begins at a copy of `start` (float32, any shape), clamped to the bounds. Evaluates nothing
  /// yet.
  Lbfgs(ValueAndGradient function, const at::Tensor& start, const LbfgsOptions& options = {},
        const Bounds& bounds = {});
  ~Lbfgs() override;

  StepResult step() override;
  const at::Tensor& x() const override { return x_; }
  double value() const override { return value_; }
  OptimizerState state() const override;
  void restore(const OptimizerState& state) override;

 private:
  enum class Search { kFound, kNoDescent, kNotFinite };

  bool evaluate(const at::Tensor& x, double& value);
  void keep_trial_gradient();
  bool start();
  at::Tensor free_gradient(int64_t first, int64_t count) const;
  at::Tensor direction() const;
  double set_trial(const KeptVector& direction, double t);
  Search search();
  void move_to_trial(double trial_value);

  ValueAndGradient function_;
  LbfgsOptions options_;
  Bounds bounds_;
  std::unique_ptr<CurvaturePairs> pairs_;
  at::Tensor x_;
  std::unique_ptr<KeptVector> gradient_;  // at x
  // Of the evaluation at work; else undefined, or memory to be used again.
  at::Tensor trial_x_, trial_gradient_;
  double value_;
  bool started_ = false;
};

}  // namespace stylize
