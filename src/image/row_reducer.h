#pragma once

#include <opencv2/core/mat.hpp>

#include "stylize/image/image.h"

namespace stylize {

/// Shrinks a picture by area averaging while its rows come in, so that it is never in memory whole.
class RowReducer {
 public:
  /// No side of `to` is longer than that of `from`.
  RowReducer(const Size& from, const Size& to, int channels);

  /// The next rows: float, interleaved, from.width wide.
  void add(const cv::Mat& rows);

  /// After all rows.
  const cv::Mat& result() const { return sums_; }

 private:
  const double step_;  // rows that one row of the result is the mean of
  int64_t row_ = 0;
  cv::Mat sums_, narrow_;
};

}  // namespace stylize
