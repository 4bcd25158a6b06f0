#include "stylize/objective/octaves.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "stylize/image/size_of.h"

namespace stylize {
namespace {

// The binomial filter. A pixel of the half lies between pixels 2 i and 2 i + 1, and also sees the
// next one on each side.
constexpr int64_t kTaps = 4;
constexpr int64_t kReach = 1;
constexpr float kBinomial[kTaps] = {0.125F, 0.375F, 0.375F, 0.125F};

// The row that a tap of a row of the half looks at. What is beyond the border is like the border.
int64_t row_of(int64_t half_row, int64_t tap, int64_t height) {
  return std::clamp<int64_t>(2 * half_row + tap - kReach, 0, height - 1);
}

// A row with kReach more values on each side.
template <typename Number>
class WideRow {
 public:
  explicit WideRow(int64_t width)
      : width_(width), values_(static_cast<std::size_t>(width + 2 * kReach)) {}

  void clear() { std::fill(values_.begin(), values_.end(), Number{0}); }
  // The row's first value.
  Number* row() { return values_.data() + kReach; }
  // What the first tap of the half's first value looks at.
  Number* taps() { return values_.data(); }

  void repeat_the_border() {
    std::fill(values_.begin(), values_.begin() + kReach, row()[0]);
    std::fill(values_.end() - kReach, values_.end(), row()[width_ - 1]);
  }

  // The transpose of repeat_the_border().
  void add_to_the_border() {
    for (int64_t i = 0; i < kReach; ++i) {
      row()[0] += values_[static_cast<std::size_t>(i)];
      row()[width_ - 1] += row()[width_ + i];
    }
  }

 private:
  int64_t width_;
  std::vector<Number> values_;
};

template <typename Number>
void write_half(const Number* plane, const Size& size, Number* half) {
  const Size half_size = octave_size(size, 1);
  WideRow<Number> wide(size.width);
  for (int64_t y = 0; y < half_size.height; ++y) {
    wide.clear();
    for (int64_t tap = 0; tap < kTaps; ++tap) {
      const Number* row = plane + row_of(y, tap, size.height) * size.width;
      for (int64_t x = 0; x < size.width; ++x) wide.row()[x] += kBinomial[tap] * row[x];
    }
    wide.repeat_the_border();
    for (int64_t x = 0; x < half_size.width; ++x) {
      const Number* seen = wide.taps() + 2 * x;
      Number sum = 0;
      for (int64_t tap = 0; tap < kTaps; ++tap) sum += kBinomial[tap] * seen[tap];
      half[y * half_size.width + x] = sum;
    }
  }
}

// The transpose of write_half(), added to `plane`.
template <typename Number>
void add_half(const Number* half, const Size& size, Number* plane) {
  const Size half_size = octave_size(size, 1);
  WideRow<Number> wide(size.width);
  for (int64_t y = 0; y < half_size.height; ++y) {
    wide.clear();
    for (int64_t x = 0; x < half_size.width; ++x) {
      Number* seen = wide.taps() + 2 * x;
      const Number value = half[y * half_size.width + x];
      for (int64_t tap = 0; tap < kTaps; ++tap) seen[tap] += kBinomial[tap] * value;
    }
    wide.add_to_the_border();
    for (int64_t tap = 0; tap < kTaps; ++tap) {
      Number* row = plane + row_of(y, tap, size.height) * size.width;
      for (int64_t x = 0; x < size.width; ++x) row[x] += kBinomial[tap] * wide.row()[x];
    }
  }
}

// On another device, pictures are carried to the CPU: they are small beside maps.
at::Tensor half_of(const at::Tensor& picture) {
  if (!picture.device().is_cpu()) return half_of(picture.cpu()).to(picture.device());
  const at::Tensor from = picture.contiguous();
  const Size size = size_of(from), half_size = octave_size(size, 1);
  const at::Tensor half =
      at::empty({1, from.size(1), half_size.height, half_size.width}, from.options());
  AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "half_of", [&] {
    for (int64_t channel = 0; channel < from.size(1); ++channel) {
      write_half(from.data_ptr<scalar_t>() + channel * size.width * size.height, size,
                 half.data_ptr<scalar_t>() + channel * half_size.width * half_size.height);
    }
  });
  return half;
}

void add_half_gradient(const at::Tensor& half_gradient, at::Tensor& gradient) {
  if (!gradient.device().is_cpu()) {
    at::Tensor own = at::zeros(gradient.sizes(), half_gradient.options().device(at::kCPU));
    add_half_gradient(half_gradient.cpu(), own);
    gradient.add_(own.to(gradient.device()));
    return;
  }
  const at::Tensor from = half_gradient.contiguous();
  const Size size = size_of(gradient), half_size = octave_size(size, 1);
  AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "add_half_gradient", [&] {
    for (int64_t channel = 0; channel < from.size(1); ++channel) {
      add_half(from.data_ptr<scalar_t>() + channel * half_size.width * half_size.height, size,
               gradient.data_ptr<scalar_t>() + channel * size.width * size.height);
    }
  });
}

}  // namespace

Size octave_size(const Size& picture, std::size_t octave) {
  return {picture.width >> octave, picture.height >> octave};
}

std::vector<double> octave_parts(const std::vector<double>& weights, const Size& picture) {
  std::vector<double> parts;
  double sum = 0;
  for (std::size_t octave = 0; octave < weights.size(); ++octave) {
    const Size size = octave_size(picture, octave);
    if (octave > 0 && std::min(size.width, size.height) < kSmallestOctave) break;
    parts.push_back(weights[octave]);
    sum += weights[octave];
  }
  if (sum == 0) return {1};
  while (parts.back() == 0) parts.pop_back();
  for (double& part : parts) part /= sum;
  return parts;
}

at::Tensor octave_of(const at::Tensor& picture, std::size_t octave) {
  at::Tensor reduced = picture;
  for (std::size_t i = 0; i < octave; ++i) reduced = half_of(reduced);
  return reduced;
}

void add_octave_gradient(const at::Tensor& octave_gradient, std::size_t octave,
                         at::Tensor& gradient) {
  if (octave == 0) {
    gradient.add_(octave_gradient);
    return;
  }
  if (octave == 1) {
    add_half_gradient(octave_gradient, gradient);
    return;
  }
  const Size half_size = octave_size(size_of(gradient), 1);
  at::Tensor half_gradient =
      at::zeros({1, gradient.size(1), half_size.height, half_size.width}, gradient.options());
  add_octave_gradient(octave_gradient, octave - 1, half_gradient);
  add_half_gradient(half_gradient, gradient);
}

}  // namespace stylize
