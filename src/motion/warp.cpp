#include "motion/warp.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace stylize {
namespace {

// The four pixels of a row or column around a position, and their weights.
struct Taps {
  std::array<int64_t, 4> places;
  std::array<float, 4> weights;
};

std::array<float, 4> linear_weights(float part) {
  return {0, 1 - part, part, 0};
}

// Catmull and Rom: cubic convolution with a = -1/2 (Keys 1981).
std::array<float, 4> cubic_weights(float t) {
  return {((-t + 2) * t - 1) * t / 2, ((3 * t - 5) * t * t + 2) / 2, ((-3 * t + 4) * t + 1) * t / 2,
          (t - 1) * t * t / 2};
}

Taps taps_at(float own, float shift, int64_t length, Interpolation interpolation) {
  const auto last = static_cast<float>(length - 1);
  const float position = std::clamp(std::isfinite(shift) ? own + shift : own, 0.0F, last);
  const float whole = std::floor(position);
  const float part = position - whole;
  Taps taps{{},
            interpolation == Interpolation::kCubic ? cubic_weights(part) : linear_weights(part)};
  for (std::size_t i = 0; i < 4; ++i) {
    const int64_t place = static_cast<int64_t>(whole) + static_cast<int64_t>(i) - 1;
    taps.places[i] = std::clamp<int64_t>(place, 0, length - 1);
  }
  return taps;
}

float value_at(const float* plane, int64_t width, const Taps& columns, const Taps& rows) {
  float sum = 0;
  for (std::size_t y = 0; y < 4; ++y) {
    if (rows.weights[y] == 0) continue;
    const float* row = plane + rows.places[y] * width;
    float line = 0;
    for (std::size_t x = 0; x < 4; ++x) line += columns.weights[x] * row[columns.places[x]];
    sum += rows.weights[y] * line;
  }
  return sum;
}

}  // namespace

at::Tensor warped(const at::Tensor& map, const at::Tensor& flow, Interpolation interpolation) {
  const at::Tensor source = map.contiguous(), shifts = flow.contiguous();
  const int64_t channels = source.size(1), height = source.size(2), width = source.size(3);
  const int64_t rows = shifts.size(2), columns = shifts.size(3);
  at::Tensor result = at::empty({1, channels, rows, columns}, at::kFloat);
  const float *from = source.data_ptr<float>(), *across = shifts.data_ptr<float>(),
              *down = across + rows * columns;
  float* to = result.data_ptr<float>();
  at::parallel_for(0, rows, 16, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin * columns; i < end * columns; ++i) {
      const int64_t row = i / columns, column = i % columns;
      const auto x = static_cast<float>(column), y = static_cast<float>(row);
      const Taps in_row = taps_at(x, across[i], width, interpolation);
      const Taps in_column = taps_at(y, down[i], height, interpolation);
      for (int64_t c = 0; c < channels; ++c) {
        to[c * rows * columns + i] = value_at(from + c * height * width, width, in_row, in_column);
      }
    }
  });
  return result;
}

}  // namespace stylize
