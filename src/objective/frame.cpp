#include "stylize/objective/frame.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "halvings.h"

namespace stylize {
namespace {

// The weights along one side: the part of each of the map's pixels that lies between the margins.
std::vector<double> weights_along(int64_t length, int64_t margin, int64_t pixels) {
  const int64_t side = int64_t{1} << halvings(length, pixels);  // of a pixel of the map
  std::vector<double> weights;
  for (int64_t i = 0; i < pixels; ++i) {
    const int64_t first = std::max(i * side, margin);
    const int64_t last = std::min((i + 1) * side, length - margin);
    weights.push_back(static_cast<double>(std::max<int64_t>(last - first, 0)) /
                      static_cast<double>(side));
  }
  return weights;
}

std::vector<double> part_of(const std::vector<double>& weights, int64_t first, int64_t length) {
  return {weights.begin() + first, weights.begin() + first + length};
}

// How many weights are less than 1 before the first that is not.
int64_t lighter_ones(const std::vector<double>& weights) {
  return std::find(weights.begin(), weights.end(), 1.0) - weights.begin();
}

double sum_of(const std::vector<double>& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

at::Tensor tensor_of(const std::vector<double>& weights) {
  at::Tensor tensor = at::empty({static_cast<int64_t>(weights.size())}, at::kDouble);
  std::copy(weights.begin(), weights.end(), tensor.data_ptr<double>());
  return tensor;
}

}  // namespace

Frame frame_of(const Size& picture, int64_t margin, const Size& map) {
  if (margin == 0) return {};
  return {weights_along(picture.height, margin, map.height),
          weights_along(picture.width, margin, map.width)};
}

Frame part_of_frame(const Frame& frame, int64_t left, int64_t top, const Size& part) {
  if (frame.empty()) return {};
  return {part_of(frame.rows, top, part.height), part_of(frame.columns, left, part.width)};
}

at::Tensor Strip::of(const at::Tensor& features) const {
  return features.narrow(2, top, weights.size(2)).narrow(3, left, weights.size(3));
}

at::Tensor weights_of(const Frame& frame, const at::TensorOptions& options) {
  const at::Tensor weights = tensor_of(frame.rows).unsqueeze(1) * tensor_of(frame.columns);
  return weights.unsqueeze(0).unsqueeze(0).to(options).contiguous();
}

double area_of(const Frame& frame) {
  return sum_of(frame.rows) * sum_of(frame.columns);
}

std::vector<Strip> strips_of(const Frame& frame, const at::TensorOptions& options) {
  std::vector<Strip> strips;
  if (frame.empty()) return strips;
  const auto add = [&](int64_t left, int64_t top, int64_t width, int64_t height) {
    if (width <= 0 || height <= 0) return;
    strips.push_back(
        {left, top, weights_of(part_of_frame(frame, left, top, {width, height}), options)});
  };
  const auto height = static_cast<int64_t>(frame.rows.size());
  const auto width = static_cast<int64_t>(frame.columns.size());
  const int64_t above = lighter_ones(frame.rows), before = lighter_ones(frame.columns);
  const int64_t below =
      above == height ? 0 : lighter_ones({frame.rows.rbegin(), frame.rows.rend()});
  const int64_t after =
      before == width ? 0 : lighter_ones({frame.columns.rbegin(), frame.columns.rend()});
  const int64_t between = height - above - below;
  add(0, 0, width, above);
  add(0, height - below, width, below);
  add(0, above, before, between);
  add(width - after, above, after, between);
  return strips;
}

}  // namespace stylize
