#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <deque>

#include "kept_vector.h"
#include "stylize/optimize/optimizer.h"

namespace stylize {

/// What L-BFGS remembers: how x changed in the last steps, and how the gradient changed with it.
class CurvaturePairs {
 public:
  /// At most so many pairs.
  explicit CurvaturePairs(std::size_t most) : most_(most) {}

  bool empty() const { return pairs_.empty(); }
  std::size_t most() const { return most_; }
  void clear() { pairs_.clear(); }

  /// `s` is the change of x, `y` that of the gradient, `ys` is y . s, `yy` y . y. The oldest pair
  /// is dropped if there were as many as may be.
  void add(KeptVector s, KeptVector y, double ys, double yy);

  /// d becomes H d, with the inverse Hessian that the pairs stand for: the two-loop recursion
  /// (Nocedal and Wright, algorithm 7.4). `d` is contiguous. Not for an empty list.
  void multiply(const at::Tensor& d) const;

  /// Adds the vectors and numbers of all pairs, the oldest first.
  void add_to(OptimizerState& state) const;

 private:
  struct Pair {
    KeptVector s, y;
    double ys, yy;
  };

  const std::size_t most_;
  std::deque<Pair> pairs_;
};

}  // namespace stylize
