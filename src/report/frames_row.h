#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "stylize/report/job_report.h"

namespace stylize {

/// One report of several frames of a clip. Iterations and seconds are their sums, memory
/// the most of one; losses are those of the last frame; pictures those of the first, and a strip of
/// at most kMostPictures of all of them at equal distances.
class FramesRow {
 public:
  static constexpr std::size_t kMostPictures = 12;

  /// `row` has what is known before the first frame, such as key and output.
  explicit FramesRow(JobReport row) : row_(std::move(row)) {}

  /// Adds a frame. The status becomes the worse one of both. Of a pass that is not the last only
  /// seconds and memory are added.
  void add(const JobReport& frame);

  JobReport& row() { return row_; }
  const JobReport& row() const { return row_; }

 private:
  void add_scales(const JobReport& frame);
  void add_picture(const JobReport& frame);
  void add_errors(const JobReport& frame);

  JobReport row_;
  int64_t count_ = 0;  // of frames
  int64_t step_ = 1;   // every such frame is in the strip
};

}  // namespace stylize
