#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// Shrinks a picture as its rows arrive, so that it is never in memory as a whole. Each pixel of
/// the result is a weighted mean by Lanczos' filter of three lobes, which is as wide as the picture
/// shrinks. At the borders the part of the filter that lies inside counts. Results may overshoot
/// the range of the rows.
class RowReducer {
 public:
  /// No side of `to` is longer than that of `from`.
  RowReducer(const Size& from, const Size& to, int channels);

  /// Adds the next rows: float, interleaved, from.width wide.
  void add(const cv::Mat& rows);

  /// Call after all rows have been added.
  const cv::Mat& result() const { return sums_; }

 private:
  // What a pixel of the result sees of a line: the weights of pixels from `first` on.
  struct View {
    int64_t first;
    std::vector<float> weights;
  };
  static std::vector<View> views(int64_t from, int64_t to);
  void reduce_row(const float* row);

  std::vector<View> columns_, rows_;
  std::size_t open_ = 0;  // the first row of the result that is not complete
  int64_t row_ = 0;
  cv::Mat sums_, narrow_;
};

}  // namespace stylize
