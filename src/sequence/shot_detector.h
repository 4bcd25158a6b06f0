#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// Finds the first frame of each shot, as ffmpeg's filter scdet does: with m the mean absolute
/// difference of the luma of two neighbouring frames, in percent of its range, the score of the
/// later frame is min(m, |m - m of the pair before|). So neither a steady fast motion nor the frame
/// after a cut is one.
class ShotDetector {
 public:
  /// A score of at least this begins a shot; 100 or more: none does.
  explicit ShotDetector(double threshold) : threshold_(threshold) {}

  /// Whether the next frame, [1, 3, H, W] of the size of the others, begins a shot; the first one
  /// does.
  bool begins_shot(const at::Tensor& frame);

  /// Of the last frame.
  double score() const { return score_; }

 private:
  const double threshold_;
  at::Tensor luma_;  // of the last frame
  double difference_ = 0, score_ = 0;
};

}  // namespace stylize
