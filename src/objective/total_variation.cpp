#include "stylize/objective/total_variation.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <cstddef>
#include <vector>

namespace stylize {
namespace {

// One direction: differences along `dimension`, their squares summed, and the gradient added.
double add_direction(const at::Tensor& picture, int64_t dimension, double scale,
                     at::Tensor& gradient) {
  const int64_t length = picture.size(dimension);
  if (length < 2) return 0;
  const at::Tensor difference =
      picture.narrow(dimension, 1, length - 1) - picture.narrow(dimension, 0, length - 1);
  gradient.narrow(dimension, 1, length - 1).add_(difference, 2 * scale);
  gradient.narrow(dimension, 0, length - 1).sub_(difference, 2 * scale);
  return difference.square().sum(at::kDouble).item<double>();
}

// One row of a plane. `above` and `below` are the rows beside it, or the row itself at the border.
// Returns the squares of the differences to the right and downwards.
double add_row(const float* row, const float* above, const float* below, int64_t width, float scale,
               float* gradient) {
  float squares = 0;
  for (int64_t x = 0; x < width; ++x) {
    const float down = below[x] - row[x];
    squares += down * down;
    gradient[x] += scale * (row[x] - above[x] - down);
  }
  for (int64_t x = 0; x + 1 < width; ++x) {
    const float right = row[x + 1] - row[x];
    squares += right * right;
    gradient[x] -= scale * right;
    gradient[x + 1] += scale * right;
  }
  return static_cast<double>(squares);
}

// Rows are independent of each other, and their sums are added in order.
double add_planes(const at::Tensor& picture, double scale, at::Tensor& gradient) {
  const int64_t height = picture.size(2), width = picture.size(3);
  const int64_t rows = picture.size(1) * height;
  const float* pixels = picture.data_ptr<float>();
  float* gradients = gradient.data_ptr<float>();
  std::vector<double> squares(static_cast<std::size_t>(rows));
  at::parallel_for(0, rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const float* row = pixels + i * width;
      const float* above = i % height > 0 ? row - width : row;
      const float* below = i % height + 1 < height ? row + width : row;
      squares[static_cast<std::size_t>(i)] =
          add_row(row, above, below, width, static_cast<float>(2 * scale), gradients + i * width);
    }
  });
  double sum = 0;
  for (double value : squares) sum += value;
  return sum;
}

bool is_plain(const at::Tensor& a) {
  return a.device().is_cpu() && a.scalar_type() == at::kFloat && a.is_contiguous();
}

}  // namespace

double add_total_variation(const at::Tensor& picture, double weight, at::Tensor& gradient) {
  const auto count = static_cast<double>(picture.numel());
  const double scale = weight / count;
  if (is_plain(picture) && is_plain(gradient)) return add_planes(picture, scale, gradient) / count;
  return (add_direction(picture, 3, scale, gradient) + add_direction(picture, 2, scale, gradient)) /
         count;
}

}  // namespace stylize
