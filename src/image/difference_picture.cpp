#include "stylize/image/difference_picture.h"

#include <ATen/ATen.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "levels.h"
#include "stylize/image/comparison.h"
#include "stylize/image/transparency.h"

namespace stylize {
namespace {

// [1, 1, height, width], the channel that differs most, 0..1 for 0..kWhiteDifference levels.
at::Tensor heat_of(const Image& golden, const Image& picture) {
  const at::Tensor difference = (levels_of(golden) - levels_of(picture)).abs();
  return difference.amax({1}, true).div_(kWhiteDifference).clamp_max_(1);
}

// OpenCV's palette from black through red and yellow to white.
at::Tensor coloured(const at::Tensor& heat) {
  at::Tensor bytes = (heat[0][0] * 255).round_().to(at::kByte).contiguous();
  const int height = static_cast<int>(bytes.size(0)), width = static_cast<int>(bytes.size(1));
  const cv::Mat view(height, width, CV_8U, bytes.data_ptr<uint8_t>());
  cv::Mat colours;
  cv::applyColorMap(view, colours, cv::COLORMAP_HOT);
  cv::cvtColor(colours, colours, cv::COLOR_BGR2RGB);
  const at::Tensor pixels = at::from_blob(colours.data, {height, width, 3}, at::kByte);
  return pixels.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).div_(255).contiguous();
}

}  // namespace

Image difference_picture(const Image& golden, const Image& picture) {
  check_comparable(golden, picture);
  Image result;
  result.colour =
      at::cat({over_white(golden), over_white(picture), coloured(heat_of(golden, picture))}, 3);
  return result;
}

}  // namespace stylize
