#include "kept_vector.h"

#include <ATen/ATen.h>

#include <utility>

namespace stylize {

KeptVector::KeptVector(at::Tensor vector, VectorStore* store) {
  if (!store) {
    in_memory_ = std::move(vector);
    return;
  }
  const bool full = vector.scalar_type() == at::kFloat;
  *this = made(vector, store, full ? Precision::kFull : Precision::kHalf,
               [&](int64_t first, int64_t count) { return block_of(vector, first, count); });
}

at::Tensor KeptVector::block(int64_t first, int64_t count) const {
  if (!stored_) return block_of(in_memory_, first, count);
  const bool full = stored_->precision() == Precision::kFull;
  at::Tensor block = at::empty({count}, full ? at::kFloat : at::kBFloat16);
  stored_->read(first, block.data_ptr(), count);
  return block;
}

at::Tensor KeptVector::taken() {
  stored_.reset();
  return std::exchange(in_memory_, {});
}

void KeptVector::add_to(OptimizerState& state) const {
  if (stored_) {
    state.stored.push_back(stored_);
  } else {
    state.tensors.push_back(in_memory_);
  }
}

double dot_product(const KeptVector& a, const KeptVector& b) {
  double sum = 0;
  for_blocks(a.size(), [&](int64_t first, int64_t count) {
    const at::Tensor block = a.block(first, count);
    const at::Tensor other = &a == &b ? block : b.block(first, count);
    sum = dot_product(block, other.to(at::kFloat), sum);
  });
  return sum;
}

double dot_product(const KeptVector& a, const at::Tensor& d) {
  double sum = 0;
  for_blocks(a.size(), [&](int64_t first, int64_t count) {
    sum = dot_product(a.block(first, count), block_of(d, first, count), sum);
  });
  return sum;
}

double add_scaled_and_dot(const at::Tensor& d, double factor, const KeptVector& a,
                          const KeptVector& b) {
  double sum = 0;
  for_blocks(a.size(), [&](int64_t first, int64_t count) {
    const at::Tensor block = a.block(first, count);
    const at::Tensor other = &a == &b ? block : b.block(first, count);
    sum = add_scaled_and_dot(block_of(d, first, count), factor, block, other, sum);
  });
  return sum;
}

}  // namespace stylize
