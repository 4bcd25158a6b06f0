#include <ATen/ATen.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "linear_light.h"
#include "stylize/image/colour_transfer.h"

namespace stylize {
namespace {

// OpenCV's conversion codes. The conversions from linear light are the exact ones (linear_light.h).
struct Conversion {
  int there, back;
  bool of_linear_light;
};

Conversion conversion_of(ColourSpace space) {
  switch (space) {
    case ColourSpace::kLab:
      return {cv::COLOR_LRGB2Lab, cv::COLOR_Lab2LRGB, true};
    case ColourSpace::kLuv:
      return {cv::COLOR_LRGB2Luv, cv::COLOR_Luv2LRGB, true};
    case ColourSpace::kYcrcb:
      break;
  }
  return {cv::COLOR_RGB2YCrCb, cv::COLOR_YCrCb2RGB, false};
}

at::Tensor converted(const at::Tensor& planes, int code) {
  at::Tensor source = planes[0].permute({1, 2, 0}).contiguous();
  at::Tensor target = at::empty_like(source);
  const auto view = [](at::Tensor& pixels) {
    return cv::Mat(static_cast<int>(pixels.size(0)), static_cast<int>(pixels.size(1)), CV_32FC3,
                   pixels.data_ptr());
  };
  cv::Mat result = view(target);
  cv::cvtColor(view(source), result, code);
  return target.permute({2, 0, 1}).unsqueeze(0).contiguous();
}

}  // namespace

at::Tensor to_colour_space(const at::Tensor& rgb, ColourSpace space) {
  const Conversion conversion = conversion_of(space);
  return converted(conversion.of_linear_light ? linear_light(rgb) : rgb, conversion.there);
}

at::Tensor from_colour_space(const at::Tensor& planes, ColourSpace space) {
  const Conversion conversion = conversion_of(space);
  const at::Tensor rgb = converted(planes, conversion.back).clamp_(0, 1);
  return conversion.of_linear_light ? srgb_of_linear_light(rgb).clamp_(0, 1) : rgb;
}

}  // namespace stylize
