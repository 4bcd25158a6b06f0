#include "curvature_pairs.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "kernels/vector_math.h"

namespace stylize {
namespace {

constexpr int64_t kNumbersAtOnce = int64_t{64} * kElementsOfSum;  // 4 MiB

// Calls work(first, count) for blocks of kNumbersAtOnce elements.
template <typename Work>
void in_pieces(int64_t size, const Work& work) {
  for (int64_t first = 0; first < size; first += kNumbersAtOnce) {
    work(first, std::min(kNumbersAtOnce, size - first));
  }
}

}  // namespace

at::Tensor CurvaturePairs::Vector::block(int64_t first, int64_t count) const {
  if (!stored) return in_memory.view({-1}).narrow(0, first, count);
  at::Tensor block = at::empty({count}, at::kFloat);
  stored->read(first, block.data_ptr<float>(), count);
  return block;
}

CurvaturePairs::Vector CurvaturePairs::kept(at::Tensor vector) const {
  if (!store_) return {std::move(vector), nullptr};
  std::shared_ptr<StoredVector> stored = store_->make(vector.numel());
  in_pieces(vector.numel(), [&](int64_t first, int64_t count) {
    stored->write(first, vector.data_ptr<float>() + first, count);
  });
  return {{}, std::move(stored)};
}

void CurvaturePairs::add(at::Tensor s, at::Tensor y, double ys, double yy) {
  if (pairs_.size() == most_) pairs_.pop_front();
  Vector kept_s = kept(std::move(s));
  pairs_.push_back({std::move(kept_s), kept(std::move(y)), ys, yy});
}

double CurvaturePairs::dot(const Vector& vector, const at::Tensor& d) {
  if (!vector.stored) return dot_product(vector.in_memory, d);
  const at::Tensor line = d.view({-1});
  double sum = 0;
  in_pieces(line.numel(), [&](int64_t first, int64_t count) {
    sum = dot_product(vector.block(first, count), line.narrow(0, first, count), sum);
  });
  return sum;
}

// d += factor * added; returns the new d . other.
double CurvaturePairs::add_scaled_and_dot(at::Tensor& d, double factor, const Vector& added,
                                          const Vector& other) {
  if (!added.stored && !other.stored) {
    return stylize::add_scaled_and_dot(d, factor, added.in_memory, other.in_memory);
  }
  const at::Tensor line = d.view({-1});
  double sum = 0;
  in_pieces(line.numel(), [&](int64_t first, int64_t count) {
    const at::Tensor block = added.block(first, count);
    const at::Tensor second = &added == &other ? block : other.block(first, count);
    sum = stylize::add_scaled_and_dot(line.narrow(0, first, count), factor, block, second, sum);
  });
  return sum;
}

// Each pass over a pair also computes the dot product that the next pair needs, which saves passes.
void CurvaturePairs::multiply(at::Tensor& d) const {
  const std::size_t count = pairs_.size();
  const Pair& newest = pairs_.back();
  std::vector<double> alpha(count);
  double product = dot(newest.s, d);
  for (std::size_t i = count; i-- > 0;) {
    alpha[i] = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, -alpha[i], pairs_[i].y, i > 0 ? pairs_[i - 1].s : pairs_[0].y);
  }
  const double scale = newest.ys / newest.yy;
  d.mul_(scale);
  product *= scale;  // y . d for the oldest pair
  for (std::size_t i = 0; i < count; ++i) {
    const double beta = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, alpha[i] - beta, pairs_[i].s,
                                 i + 1 < count ? pairs_[i + 1].y : pairs_[i].y);
  }
}

void CurvaturePairs::add_to(OptimizerState& state) const {
  for (const Pair& pair : pairs_) {
    for (const Vector& vector : {pair.s, pair.y}) {
      if (vector.stored) {
        state.stored.push_back(vector.stored);
      } else {
        state.tensors.push_back(vector.in_memory);
      }
    }
    state.numbers.insert(state.numbers.end(), {pair.ys, pair.yy});
  }
}

void CurvaturePairs::restore(const OptimizerState& state, std::size_t first_tensor,
                             std::size_t first_number) {
  pairs_.clear();
  std::vector<Vector> vectors;
  for (std::size_t i = first_tensor; i < state.tensors.size(); ++i) {
    vectors.push_back(kept(state.tensors[i].clone()));
  }
  for (const auto& stored : state.stored) vectors.push_back({{}, stored});
  for (std::size_t i = 0; i + 1 < vectors.size(); i += 2) {
    const std::size_t number = first_number + i;
    pairs_.push_back({std::move(vectors[i]), std::move(vectors[i + 1]), state.numbers[number],
                      state.numbers[number + 1]});
  }
}

}  // namespace stylize
