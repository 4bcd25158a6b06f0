#include "row_reducer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>

namespace stylize {
namespace {

constexpr double kLobes = 3;

double lanczos(double x) {
  if (x == 0) return 1;
  if (std::abs(x) >= kLobes) return 0;
  const double angle = std::acos(-1.0) * x;
  return kLobes * std::sin(angle) * std::sin(angle / kLobes) / (angle * angle);
}

}  // namespace

std::vector<RowReducer::View> RowReducer::views(int64_t from, int64_t to) {
  const double step = static_cast<double>(from) / static_cast<double>(to);
  std::vector<View> views;
  for (int64_t i = 0; i < to; ++i) {
    if (from == to) {
      views.push_back({i, {1}});
      continue;
    }
    const double middle = (static_cast<double>(i) + 0.5) * step;
    const auto first = std::max<int64_t>(std::llround(middle - kLobes * step), 0);
    const auto last = std::min<int64_t>(std::llround(middle + kLobes * step), from);
    std::vector<double> weights;
    double sum = 0;
    for (int64_t pixel = first; pixel < last; ++pixel) {
      weights.push_back(lanczos((static_cast<double>(pixel) + 0.5 - middle) / step));
      sum += weights.back();
    }
    View view{first, {}};
    for (const double weight : weights) view.weights.push_back(static_cast<float>(weight / sum));
    views.push_back(std::move(view));
  }
  return views;
}

RowReducer::RowReducer(const Size& from, const Size& to, int channels)
    : columns_(views(from.width, to.width)),
      rows_(views(from.height, to.height)),
      sums_(cv::Mat::zeros(static_cast<int>(to.height), static_cast<int>(to.width),
                           CV_MAKETYPE(CV_32F, channels))),
      narrow_(1, sums_.cols, sums_.type()) {}

void RowReducer::reduce_row(const float* row) {
  const auto channels = static_cast<std::size_t>(sums_.channels());
  float* target = narrow_.ptr<float>();
  for (const View& view : columns_) {
    const float* pixel = row + static_cast<std::size_t>(view.first) * channels;
    float sum[4] = {};
    for (const float weight : view.weights) {
      for (std::size_t c = 0; c < channels; ++c) sum[c] += weight * *pixel++;
    }
    target = std::copy(sum, sum + channels, target);
  }
}

void RowReducer::add(const cv::Mat& rows) {
  for (int i = 0; i < rows.rows; ++i, ++row_) {
    reduce_row(rows.ptr<float>(i));
    for (std::size_t target = open_; target < rows_.size(); ++target) {
      const View& view = rows_[target];
      if (row_ < view.first) break;
      const auto tap = static_cast<std::size_t>(row_ - view.first);
      if (tap >= view.weights.size()) continue;
      if (tap + 1 == view.weights.size()) open_ = target + 1;
      cv::Mat sum = sums_.row(static_cast<int>(target));
      cv::scaleAdd(narrow_, view.weights[tap], sum, sum);
    }
  }
}

}  // namespace stylize
