#pragma once

#include <opencv2/core/mat.hpp>

#include "stylize/image/image.h"

namespace stylize {

/// Shrinks a picture by area averaging as its rows arrive, so that it is never in memory as a
/// whole.
class RowReducer {
 public:
  /// No side of `to` is longer than that of `from`.
  RowReducer(const Size& from, const Size& to, int channels);

  /// Adds the next rows: float, interleaved, from.width wide.
  void add(const cv::Mat& rows);

  /// Call after all rows have been added.
  const cv::Mat& result() const { return sums_; }

 private:
  const double step_;  // source rows averaged into one row of the result
  int64_t row_ = 0;
  cv::Mat sums_, narrow_;
};

}  // namespace stylize
