#include "vector_math.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace stylize {
namespace {

// Sixteen independent sums let the compiler vectorize without reordering a single one.
double dot_contiguous(const float* a, const float* b, int64_t n) {
  constexpr int64_t kLanes = 16;
  double sums[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int64_t lane = 0; lane < kLanes; ++lane) {
      sums[lane] += static_cast<double>(a[i + lane]) * static_cast<double>(b[i + lane]);
    }
  }
  double total = 0;
  for (; i < n; ++i) total += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  for (double sum : sums) total += sum;
  return total;
}

}  // namespace

double dot_product(const at::Tensor& a, const at::Tensor& b) {
  if (a.device().is_cpu() && a.is_contiguous() && b.is_contiguous()) {
    return dot_contiguous(a.data_ptr<float>(), b.data_ptr<float>(), a.numel());
  }
  return (a * b).sum(at::kDouble).item<double>();
}

double root_mean_square(const at::Tensor& a) {
  return std::sqrt(dot_product(a, a) / static_cast<double>(std::max<int64_t>(a.numel(), 1)));
}

bool all_finite(const at::Tensor& a) {
  return std::isfinite(dot_product(a, a));
}

}  // namespace stylize
