#include "stylize/objective/total_variation.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace stylize {
namespace {

// The penalty of a difference, and half of its derivative.
struct Square {
  static float value(float difference) { return difference * difference; }
  static float half_slope(float difference) { return difference; }
  static at::Tensor value(const at::Tensor& difference) { return difference.square(); }
  static at::Tensor half_slope(const at::Tensor& difference) { return difference; }
};

// sqrt(d^2 + e^2) - e, written so that small differences lose no digits.
struct Absolute {
  static constexpr double kSquaredEpsilon = kTvEpsilon * kTvEpsilon;
  static constexpr float kEpsilonFloat = static_cast<float>(kTvEpsilon);
  static constexpr float kSquaredEpsilonFloat = static_cast<float>(kSquaredEpsilon);

  static float length(float difference) {
    return std::sqrt(difference * difference + kSquaredEpsilonFloat);
  }
  static float value(float difference) {
    return difference * difference / (length(difference) + kEpsilonFloat);
  }
  static float half_slope(float difference) { return difference / (2 * length(difference)); }

  static at::Tensor length(const at::Tensor& difference) {
    return difference.square().add_(kSquaredEpsilon).sqrt_();
  }
  static at::Tensor value(const at::Tensor& difference) {
    return difference.square() / length(difference).add_(kTvEpsilon);
  }
  static at::Tensor half_slope(const at::Tensor& difference) {
    return difference / length(difference).mul_(2);
  }
};

// Handles one direction: adds the gradient of the penalties of differences along `dimension`, and
// returns their sum.
template <typename Penalty>
double add_direction(const at::Tensor& picture, int64_t dimension, double scale,
                     at::Tensor& gradient) {
  const int64_t length = picture.size(dimension);
  if (length < 2) return 0;
  const at::Tensor difference =
      picture.narrow(dimension, 1, length - 1) - picture.narrow(dimension, 0, length - 1);
  const at::Tensor slope = Penalty::half_slope(difference);
  gradient.narrow(dimension, 1, length - 1).add_(slope, 2 * scale);
  gradient.narrow(dimension, 0, length - 1).sub_(slope, 2 * scale);
  return Penalty::value(difference).sum(at::kDouble).template item<double>();
}

// Handles one row of a plane. `above` and `below` are the neighbouring rows, or the row itself at
// the border. Returns the sum of the penalties of differences to the right and downwards. The scale
// is twice the weight.
template <typename Penalty>
double add_row(const float* row, const float* above, const float* below, int64_t width, float scale,
               float* gradient) {
  float sum = 0;
  for (int64_t x = 0; x < width; ++x) {
    const float down = below[x] - row[x];
    sum += Penalty::value(down);
    gradient[x] += scale * (Penalty::half_slope(row[x] - above[x]) - Penalty::half_slope(down));
  }
  for (int64_t x = 0; x + 1 < width; ++x) {
    const float right = row[x + 1] - row[x];
    sum += Penalty::value(right);
    gradient[x] -= scale * Penalty::half_slope(right);
    gradient[x + 1] += scale * Penalty::half_slope(right);
  }
  return static_cast<double>(sum);
}

// Rows are processed in parallel, and their sums added in a fixed order.
template <typename Penalty>
double add_planes(const at::Tensor& picture, double scale, at::Tensor& gradient) {
  const int64_t height = picture.size(2), width = picture.size(3);
  const int64_t rows = picture.size(1) * height;
  const float* pixels = picture.data_ptr<float>();
  float* gradients = gradient.data_ptr<float>();
  std::vector<double> sums(static_cast<std::size_t>(rows));
  at::parallel_for(0, rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const float* row = pixels + i * width;
      const float* above = i % height > 0 ? row - width : row;
      const float* below = i % height + 1 < height ? row + width : row;
      sums[static_cast<std::size_t>(i)] = add_row<Penalty>(
          row, above, below, width, static_cast<float>(2 * scale), gradients + i * width);
    }
  });
  double sum = 0;
  for (double value : sums) sum += value;
  return sum;
}

bool is_plain(const at::Tensor& a) {
  return a.device().is_cpu() && a.scalar_type() == at::kFloat && a.is_contiguous();
}

template <typename Penalty>
double add(const at::Tensor& picture, double weight, at::Tensor& gradient) {
  const auto count = static_cast<double>(picture.numel());
  const double scale = weight / count;
  if (is_plain(picture) && is_plain(gradient)) {
    return add_planes<Penalty>(picture, scale, gradient) / count;
  }
  return (add_direction<Penalty>(picture, 3, scale, gradient) +
          add_direction<Penalty>(picture, 2, scale, gradient)) /
         count;
}

}  // namespace

double add_total_variation(const at::Tensor& picture, TvNorm norm, double weight,
                           at::Tensor& gradient) {
  return norm == TvNorm::kL1 ? add<Absolute>(picture, weight, gradient)
                             : add<Square>(picture, weight, gradient);
}

}  // namespace stylize
