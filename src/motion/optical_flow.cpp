#include "motion/optical_flow.h"

#include <ATen/ATen.h>

#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/video/tracking.hpp>

namespace stylize {
namespace {

// Sets OpenCV to one thread, a setting of the whole process, and restores it at the end. One flow
// is computed at a time: otherwise another thread would restore it too early.
class OneOpenCvThread {
 public:
  OneOpenCvThread() : alone_(mutex()), before_(cv::getNumThreads()) { cv::setNumThreads(1); }
  ~OneOpenCvThread() { cv::setNumThreads(before_); }
  OneOpenCvThread(const OneOpenCvThread&) = delete;
  OneOpenCvThread& operator=(const OneOpenCvThread&) = delete;

 private:
  static std::mutex& mutex() {
    static std::mutex only;
    return only;
  }

  const std::lock_guard<std::mutex> alone_;
  const int before_;
};

// Rec. 601 luma in 8-bit levels, the only input that OpenCV's search accepts.
cv::Mat luma_of(const at::Tensor& picture) {
  const at::Tensor channels = picture[0].mul(255);
  const at::Tensor luma =
      (channels[0] * 0.299 + channels[1] * 0.587 + channels[2] * 0.114).round_().clamp_(0, 255);
  const at::Tensor levels = luma.to(at::kByte).contiguous();
  return cv::Mat(static_cast<int>(levels.size(0)), static_cast<int>(levels.size(1)), CV_8UC1,
                 levels.data_ptr())
      .clone();
}

}  // namespace

at::Tensor optical_flow(const at::Tensor& from, const at::Tensor& to) {
  const OneOpenCvThread alone;
  const cv::Ptr<cv::DISOpticalFlow> search =
      cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
  cv::Mat flow;
  search->calc(luma_of(from), luma_of(to), flow);
  return at::from_blob(flow.ptr<float>(), {1, flow.rows, flow.cols, 2}, at::kFloat)
      .permute({0, 3, 1, 2})
      .clone(at::MemoryFormat::Contiguous);  // a copy, since the flow's memory ends here
}

}  // namespace stylize
