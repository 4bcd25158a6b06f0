#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "kernels/vector_store.h"
#include "stylize/optimize/optimizer.h"

namespace stylize {

/// What L-BFGS remembers of its last steps: how x changed (s) and how the gradient changed with it
/// (y). The vectors are in memory or in a store, from which each is read in order, twice for a
/// direction. Results are the same in both cases, bit for bit.
class CurvaturePairs {
 public:
  /// Keeps at most `most` pairs. The store, if there is one (not null), must outlive this.
  CurvaturePairs(std::size_t most, VectorStore* store) : most_(most), store_(store) {}

  bool empty() const { return pairs_.empty(); }
  std::size_t most() const { return most_; }
  void clear() { pairs_.clear(); }

  /// Adds a pair; if there are already `most`, the oldest is dropped. `s` and `y` are contiguous,
  /// of the same length as all others; without a store they are kept, not copied. `ys` is y . s,
  /// `yy` is y . y. Throws Error when the store cannot be written.
  void add(at::Tensor s, at::Tensor y, double ys, double yy);

  /// Replaces d by H d, with the inverse Hessian H that the pairs describe, by the two-loop
  /// recursion (Nocedal and Wright, algorithm 7.4). There must be at least one pair.
  void multiply(at::Tensor& d) const;

  /// Appends the vectors and numbers of all pairs to a state, the oldest pair first.
  void add_to(OptimizerState& state) const;

  /// Replaces all pairs by those of a state, whose vectors and numbers begin at these indices.
  void restore(const OptimizerState& state, std::size_t first_tensor, std::size_t first_number);

 private:
  // The s or y of a pair.
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
