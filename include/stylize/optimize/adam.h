#pragma once

#include <cstdint>

#include "stylize/optimize/optimizer.h"

namespace stylize {

struct AdamOptions {
  double learning_rate = 0.02;  ///< typical change of an element in one step
  double beta1 = 0.9;           ///< decay of the moving mean of gradients
  double beta2 = 0.999;         ///< decay of the moving mean of squared gradients
  double averaging = 0;         ///< 0 <= d < 1, decay of the moving mean of iterates; 0: no mean
};

/// Adam (Kingma and Ba, ICLR 2015, algorithm 1), with x clamped to a box after every step. A step
/// that leads to a value that is not finite is undone and tried again with half the learning rate
/// and fresh moments.
///
/// With averaging d > 0 the result is the exponential mean of the iterates x_1 .. x_t, with the
/// bias correction of the paper's section 7.2 (Polyak-Ruppert averaging):
///   m_t = (1 - d) / (1 - d^t) * sum over i of d^(t - i) x_i
/// Before the first step, and after divergence, the result is x.
class Adam : public Optimizer {
 public:
  /// Begins at a copy of `start` (float32, any shape), clamped to the bounds. Evaluates nothing
  /// yet.
  Adam(ValueAndGradient function, const at::Tensor& start, const AdamOptions& options = {},
       const Bounds& bounds = {});

  StepResult step() override;
  const at::Tensor& x() const override { return x_; }
  double value() const override { return value_; }
  const at::Tensor& result() const override { return averaged_ > 0 ? mean_ : x_; }
  OptimizerState state() const override;
  void restore(const OptimizerState& state) override;

 private:
  struct Moments {
    at::Tensor first, second;
  };

  bool start();
  Moments next_moments() const;
  at::Tensor trial() const;
  void move_to(const at::Tensor& trial, double trial_value);
  void average();
  void forget_moments();

  ValueAndGradient function_;
  AdamOptions options_;
  Bounds bounds_;
  at::Tensor x_, gradient_, first_moment_, second_moment_;
  at::Tensor trial_gradient_;
  at::Tensor best_x_;
  at::Tensor mean_;  // of iterates; undefined without averaging
  double value_, best_value_;
  int64_t steps_ = 0;     // since the moments were last forgotten
  int64_t averaged_ = 0;  // iterates in the mean
  bool started_ = false;
};

}  // namespace stylize
