#include "sequence/shot_detector.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace stylize {

bool ShotDetector::begins_shot(const at::Tensor& frame) {
  const at::Tensor channels = frame[0];
  const at::Tensor luma = channels[0] * 0.299 + channels[1] * 0.587 + channels[2] * 0.114;
  const at::Tensor before = luma_;
  luma_ = luma;
  if (!before.defined()) return true;
  const double difference = 100 * (luma - before).abs().mean(at::kDouble).item<double>();
  score_ = std::clamp(std::min(difference, std::abs(difference - difference_)), 0.0, 100.0);
  difference_ = difference;
  return threshold_ < 100 && score_ >= threshold_;
}

}  // namespace stylize
