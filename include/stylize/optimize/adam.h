#pragma once

#include <cstdint>

#include "stylize/optimize/optimizer.h"

namespace stylize {

struct AdamOptions {
  double learning_rate = 0.02;  ///< typical change of an element in one step
  double beta1 = 0.9;           ///< decay of the mean of gradients
  double beta2 = 0.999;         ///< decay of the mean of squared gradients
};

/// Adam (Kingma and Ba, ICLR 2015, algorithm 1), clamped to a box after every step. A step to a
/// value that is not finite is undone and retried with half the learning rate and fresh moments.
class Adam : public Optimizer {
 public:
  Adam(ValueAndGradient function, const at::Tensor& start, const AdamOptions& options = {},
       const Bounds& bounds = {});

  StepResult step() override;
  const at::Tensor& x() const override { return x_; }
  double value() const override { return value_; }
  OptimizerState state() const override;
  void restore(const OptimizerState& state) override;

 private:
  bool start();
  void move();
  void forget_moments();

  ValueAndGradient function_;
  AdamOptions options_;
  Bounds bounds_;
  at::Tensor x_, gradient_, first_moment_, second_moment_;
  at::Tensor previous_x_, previous_gradient_;
  at::Tensor best_x_;
  double value_, best_value_;
  int64_t steps_ = 0;  // since the moments were last forgotten
  bool started_ = false;
};

}  // namespace stylize
