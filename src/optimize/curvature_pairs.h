#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "kernels/vector_store.h"
#include "stylize/optimize/optimizer.h"

namespace stylize {

/// What L-BFGS remembers: how x changed in the last steps, and how the gradient changed with it. In
/// memory, or in a store, from where it is read in order, each vector twice for a direction.
/// Results are the same, bit for bit.
class CurvaturePairs {
 public:
  /// At most so many pairs. The store, if any, must outlive this.
  CurvaturePairs(std::size_t most, VectorStore* store) : most_(most), store_(store) {}

  bool empty() const { return pairs_.empty(); }
  std::size_t most() const { return most_; }
  void clear() { pairs_.clear(); }

  /// `s` and `y` are contiguous, as long as all others, and kept where there is no store; `ys` is
  /// y . s, `yy` y . y. The oldest pair goes where there were as many as may be.
  void add(at::Tensor s, at::Tensor y, double ys, double yy);

  /// d becomes H d, with the inverse Hessian that the pairs stand for: the two-loop recursion
  /// (Nocedal and Wright, algorithm 7.4). Not for an empty list.
  void multiply(at::Tensor& d) const;

  /// Adds the vectors and numbers of all pairs, the oldest first.
  void add_to(OptimizerState& state) const;

  /// Takes them over, from these places on.
  void restore(const OptimizerState& state, std::size_t first_tensor, std::size_t first_number);

 private:
  // One of the two.
  struct Vector {
    at::Tensor in_memory;
    std::shared_ptr<const StoredVector> stored;

    at::Tensor block(int64_t first, int64_t count) const;
  };

  struct Pair {
    Vector s, y;
    double ys, yy;
  };

  Vector kept(at::Tensor vector) const;
  static double dot(const Vector& vector, const at::Tensor& d);
  static double add_scaled_and_dot(at::Tensor& d, double factor, const Vector& added,
                                   const Vector& other);

  const std::size_t most_;
  VectorStore* const store_;
  std::deque<Pair> pairs_;
};

}  // namespace stylize
