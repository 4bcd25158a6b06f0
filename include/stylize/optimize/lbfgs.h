#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "stylize/optimize/optimizer.h"

namespace stylize {

class CurvaturePairs;
class VectorStore;

struct LbfgsOptions {
  int history = 20;                          ///< curvature pairs that are remembered; >= 1
  int64_t memory_budget = int64_t{1} << 30;  ///< bytes; fewer pairs are remembered when x is large
  /// Where the pairs are put (kernels/vector_store.h); null: in memory. On the CPU only.
  VectorStore* store = nullptr;
  double first_step = 0.02;   ///< root mean square change of x in the first step
  double largest_step = 0.1;  ///< root mean square change of x in any step
};

/// How many pairs fit: at most options.history, at least 2.
int history_that_fits(const LbfgsOptions& options, int64_t elements);

/// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4) in a box.
/// - Elements that sit on a bound and are pushed outward are held fixed; the others move along the
///   quasi-Newton direction and stop at the bound (projected line search).
/// - The line search backtracks until the value falls enough (Armijo), so the value never rises. A
///   value that is not finite counts as too high.
/// - A pair is remembered when y.s > 1e-6 |y| |s|: a relative test, indifferent to the scale of the
///   function.
/// The sequence of iterates does not depend on the number of threads unless the function does.
class Lbfgs : public Optimizer {
 public:
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

  bool start();
  at::Tensor free_gradient() const;
  at::Tensor direction() const;
  Search search(const at::Tensor& direction);
  void move_to_trial(double trial_value);

  ValueAndGradient function_;
  LbfgsOptions options_;
  Bounds bounds_;
  std::unique_ptr<CurvaturePairs> pairs_;
  at::Tensor x_, gradient_;
  at::Tensor trial_x_, trial_gradient_;
  double value_;
  bool started_ = false;
};

}  // namespace stylize
