#include "kernels/vector_math.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "kernel_choice.h"

namespace stylize {
namespace {

constexpr int64_t kChunk = kElementsOfSum;  // each has its own sum

bool is_plain(const at::Tensor& a, at::ScalarType type = at::kFloat) {
  return a.device().is_cpu() && a.scalar_type() == type && a.is_non_overlapping_and_dense();
}

bool are_plain_doubles(const at::Tensor& a, const at::Tensor& b) {
  return is_plain(a, at::kDouble) && is_plain(b, at::kDouble) && a.strides() == b.strides();
}

// The bits of a vector of bfloat16.
const uint16_t* bits_of(const at::Tensor& a) {
  return static_cast<const uint16_t*>(a.data_ptr());
}

// `total` plus the sum of chunk_sum(first, length) over the chunks of n elements.
template <typename ChunkSum>
double sum_of_chunks(int64_t n, const ChunkSum& chunk_sum, double total = 0) {
  const int64_t chunks = (n + kChunk - 1) / kChunk;
  std::vector<double> sums(static_cast<std::size_t>(chunks));
  at::parallel_for(0, chunks, 4, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      sums[static_cast<std::size_t>(i)] = chunk_sum(i * kChunk, std::min(kChunk, n - i * kChunk));
    }
  });
  for (double sum : sums) total += sum;
  return total;
}

}  // namespace

double dot_product(const at::Tensor& a, const at::Tensor& b, double sum) {
  if (is_plain(a, at::kBFloat16) && is_plain(b) && a.strides() == b.strides()) {
    const uint16_t* p = bits_of(a);
    const float* q = b.data_ptr<float>();
    const auto chunk = [&](int64_t first, int64_t length) {
      return kernels::best().dot_bfloat16(p + first, q + first, length);
    };
    return sum_of_chunks(a.numel(), chunk, sum);
  }
  if (are_plain_doubles(a, b)) {
    const double *p = a.data_ptr<double>(), *q = b.data_ptr<double>();
    const auto chunk = [&](int64_t first, int64_t length) {
      return std::inner_product(p + first, p + first + length, q + first, 0.0);
    };
    return sum_of_chunks(a.numel(), chunk, sum);
  }
  if (!is_plain(a) || !is_plain(b) || a.strides() != b.strides()) {
    return sum + (a * b).sum(at::kDouble).item<double>();
  }
  const float *p = a.data_ptr<float>(), *q = b.data_ptr<float>();
  const auto chunk = [&](int64_t first, int64_t length) {
    return kernels::best().dot(p + first, q + first, length);
  };
  return sum_of_chunks(a.numel(), chunk, sum);
}

double absolute_sum(const at::Tensor& a) {
  if (!is_plain(a)) return a.abs().sum(at::kDouble).item<double>();
  const float* p = a.data_ptr<float>();
  return sum_of_chunks(a.numel(), [&](int64_t first, int64_t length) {
    double sum = 0;
    for (int64_t i = 0; i < length; ++i) sum += static_cast<double>(std::abs(p[first + i]));
    return sum;
  });
}

double squared_distance(const at::Tensor& a, const at::Tensor& b) {
  if (are_plain_doubles(a, b)) {
    const at::Tensor difference = a - b;
    return dot_product(difference, difference);
  }
  if (!is_plain(a) || !is_plain(b) || a.strides() != b.strides()) {
    return (a - b).square().sum(at::kDouble).item<double>();
  }
  const float *p = a.data_ptr<float>(), *q = b.data_ptr<float>();
  return sum_of_chunks(a.numel(), [&](int64_t first, int64_t length) {
    return kernels::best().squared_distance(p + first, q + first, length);
  });
}

double add_scaled_and_dot(const at::Tensor& a, double factor, const at::Tensor& b,
                          const at::Tensor& c, double sum) {
  if (is_plain(a) && is_plain(b, at::kBFloat16) && is_plain(c, at::kBFloat16) &&
      a.strides() == b.strides() && a.strides() == c.strides()) {
    float* p = a.data_ptr<float>();
    const uint16_t *q = bits_of(b), *r = bits_of(c);
    const auto chunk = [&](int64_t first, int64_t length) {
      return kernels::best().add_scaled_and_dot_bfloat16(p + first, static_cast<float>(factor),
                                                         q + first, r + first, length);
    };
    return sum_of_chunks(a.numel(), chunk, sum);
  }
  if (!is_plain(a) || !is_plain(b) || !is_plain(c) || a.strides() != b.strides() ||
      a.strides() != c.strides()) {
    a.add_(b, factor);
    return dot_product(c, a, sum);
  }
  float* p = a.data_ptr<float>();
  const float *q = b.data_ptr<float>(), *r = c.data_ptr<float>();
  const auto chunk = [&](int64_t first, int64_t length) {
    return kernels::best().add_scaled_and_dot(p + first, static_cast<float>(factor), q + first,
                                              r + first, length);
  };
  return sum_of_chunks(a.numel(), chunk, sum);
}

double root_mean_square(const at::Tensor& a) {
  return std::sqrt(dot_product(a, a) / static_cast<double>(std::max<int64_t>(a.numel(), 1)));
}

bool all_finite(const at::Tensor& a) {
  return std::isfinite(dot_product(a, a));
}

}  // namespace stylize
