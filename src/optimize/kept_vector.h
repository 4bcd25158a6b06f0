#pragma once

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "kernels/vector_math.h"
#include "kernels/vector_store.h"
#include "stylize/optimize/optimizer.h"

namespace stylize {

/// How many numbers of a long vector are worked on at a time: 4 MiB. Sums over such blocks are the
/// same, bit for bit, as over whole vectors.
constexpr int64_t kBlockOfVector = int64_t{64} * kElementsOfSum;

/// Calls work(first, count) for each block of a vector, in order.
template <typename Work>
void for_blocks(int64_t size, const Work& work) {
  for (int64_t first = 0; first < size; first += kBlockOfVector) {
    work(first, std::min(kBlockOfVector, size - first));
  }
}

/// The numbers first .. first + count of a contiguous tensor; they share its memory.
inline at::Tensor block_of(const at::Tensor& tensor, int64_t first, int64_t count) {
  return tensor.view({-1}).narrow(0, first, count);
}

/// A vector that an optimizer keeps between evaluations, in either precision: in memory, or in a
/// store, from where blocks of it are read.
class KeptVector {
 public:
  KeptVector() = default;

  /// Takes a contiguous tensor over, or writes it to the store if there is one.
  KeptVector(at::Tensor vector, VectorStore* store);

  explicit KeptVector(std::shared_ptr<const StoredVector> stored) : stored_(std::move(stored)) {}

  /// As many numbers as `like` has, on its device; make(first, count) returns each block as floats.
  template <typename Make>
  static KeptVector made(const at::Tensor& like, VectorStore* store, Precision precision,
                         const Make& make) {
    KeptVector vector;
    const at::ScalarType type = precision == Precision::kFull ? at::kFloat : at::kBFloat16;
    if (!store) {
      vector.in_memory_ = like.new_empty(like.sizes(), type);
      for_blocks(like.numel(), [&](int64_t first, int64_t count) {
        block_of(vector.in_memory_, first, count).copy_(make(first, count));
      });
      return vector;
    }
    const std::shared_ptr<StoredVector> stored = store->make(like.numel(), precision);
    for_blocks(like.numel(), [&](int64_t first, int64_t count) {
      stored->write(first, make(first, count).to(type).contiguous().data_ptr(), count);
    });
    vector.stored_ = stored;
    return vector;
  }

  bool defined() const { return in_memory_.defined() || stored_; }
  int64_t size() const { return stored_ ? stored_->size() : in_memory_.numel(); }

  /// In its precision: its own memory, or read from the store.
  at::Tensor block(int64_t first, int64_t count) const;

  /// The tensor if it is in memory, else undefined; nothing is left of the vector.
  at::Tensor taken();

  /// Adds it to the tensors or to the stored vectors.
  void add_to(OptimizerState& state) const;

 private:
  at::Tensor in_memory_;
  std::shared_ptr<const StoredVector> stored_;
};

/// a . b
double dot_product(const KeptVector& a, const KeptVector& b);

/// a . d, with floats d
double dot_product(const KeptVector& a, const at::Tensor& d);

/// d += factor * a, then d . b, in one pass; a and b of the same precision.
double add_scaled_and_dot(const at::Tensor& d, double factor, const KeptVector& a,
                          const KeptVector& b);

}  // namespace stylize
