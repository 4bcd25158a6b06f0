#include "sequence/moving_blend.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stylize/error.h"

namespace stylize {
namespace {

std::vector<double> parts_of_one(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
  return weights;
}

}  // namespace

MovingBlend::MovingBlend(const StyleLists& lists, std::size_t styles,
                         std::optional<int64_t> frames) {
  if (lists.end_weights.empty()) return;
  if (!frames) {
    throw SettingError("style-blend-end",
                       "needs the number of frames, which this clip does not tell; write it into a "
                       "file such as .mkv first");
  }
  frames_ = *frames;
  begin_ = parts_of_one(lists.weights.empty() ? std::vector<double>(styles, 1) : lists.weights);
  end_ = parts_of_one(lists.end_weights);
}

double MovingBlend::hold() const {
  constexpr double kFastest = 0.2;  // of the whole in one frame, for which nothing holds
  double change = 0;
  for (std::size_t i = 0; i < begin_.size(); ++i) change += std::abs(end_[i] - begin_[i]) / 2;
  const double step = change / static_cast<double>(std::max<int64_t>(frames_ - 1, 1));
  return std::max(1 - step / kFastest, 0.0);
}

std::vector<double> MovingBlend::weights(int64_t frame) const {
  const double last = static_cast<double>(std::max<int64_t>(frames_ - 1, 1));
  const double part = std::clamp(static_cast<double>(frame - 1) / last, 0.0, 1.0);
  std::vector<double> weights;
  for (std::size_t i = 0; i < begin_.size(); ++i) {
    weights.push_back((1 - part) * begin_[i] + part * end_[i]);
  }
  return weights;
}

}  // namespace stylize
