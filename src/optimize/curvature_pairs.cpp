#include "curvature_pairs.h"

#include <ATen/ATen.h>

#include <utility>
#include <vector>

namespace stylize {

void CurvaturePairs::add(KeptVector s, KeptVector y, double ys, double yy) {
  if (pairs_.size() == most_) pairs_.pop_front();
  pairs_.push_back({std::move(s), std::move(y), ys, yy});
}

// Each pass over a pair also takes the dot product that the next pair needs.
void CurvaturePairs::multiply(const at::Tensor& d) const {
  const std::size_t count = pairs_.size();
  const Pair& newest = pairs_.back();
  std::vector<double> alpha(count);
  double product = dot_product(newest.s, d);
  for (std::size_t i = count; i-- > 0;) {
    alpha[i] = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, -alpha[i], pairs_[i].y, i > 0 ? pairs_[i - 1].s : pairs_[0].y);
  }
  const double scale = newest.ys / newest.yy;
  d.mul_(scale);
  product *= scale;  // now y . d of the oldest pair
  for (std::size_t i = 0; i < count; ++i) {
    const double beta = product / pairs_[i].ys;
    product = add_scaled_and_dot(d, alpha[i] - beta, pairs_[i].s,
                                 i + 1 < count ? pairs_[i + 1].y : pairs_[i].y);
  }
}

void CurvaturePairs::add_to(OptimizerState& state) const {
  for (const Pair& pair : pairs_) {
    pair.s.add_to(state);
    pair.y.add_to(state);
    state.numbers.insert(state.numbers.end(), {pair.ys, pair.yy});
  }
}

}  // namespace stylize
