#include "moments.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "style_losses.h"
#include "stylize/objective/gram_matrix.h"

namespace stylize {

Moments moments_of(const at::Tensor& features) {
  return {features.mean({0, 2, 3}), gram_matrix(features)};
}

double mean_square(const Moments& moments) {
  return std::max(moments.second.diagonal().sum(at::kDouble).item<double>(), kSmallestNorm);
}

double regularization(double mean_square, int64_t channels) {
  return 1e-4 * mean_square / static_cast<double>(channels);
}

}  // namespace stylize
