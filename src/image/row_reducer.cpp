#include "row_reducer.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace stylize {

RowReducer::RowReducer(const Size& from, const Size& to, int channels)
    : step_(static_cast<double>(from.height) / static_cast<double>(to.height)),
      sums_(cv::Mat::zeros(static_cast<int>(to.height), static_cast<int>(to.width),
                           CV_MAKETYPE(CV_32F, channels))) {}

void RowReducer::add(const cv::Mat& rows) {
  cv::resize(rows, narrow_, {sums_.cols, rows.rows}, 0, 0, cv::INTER_AREA);
  for (int i = 0; i < narrow_.rows; ++i, ++row_) {
    const auto top = static_cast<double>(row_), bottom = top + 1;
    for (int target = static_cast<int>(top / step_); target < sums_.rows; ++target) {
      const double begin = target * step_, end = begin + step_;
      const double part = std::min(bottom, end) - std::max(top, begin);
      if (begin >= bottom) break;
      if (part <= 0) continue;
      cv::Mat sum = sums_.row(target);
      cv::scaleAdd(narrow_.row(i), part / step_, sum, sum);
    }
  }
}

}  // namespace stylize
