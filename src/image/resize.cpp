#include "stylize/image/resize.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "row_reducer.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

cv::Mat plane_of(const at::Tensor& pixels, int64_t channel) {
  const at::Tensor plane = pixels[0][channel];
  return {static_cast<int>(plane.size(0)), static_cast<int>(plane.size(1)), CV_32F,
          plane.data_ptr<float>()};
}

cv::Mat resize_plane(const cv::Mat& source, const Size& size) {
  const cv::Size target(static_cast<int>(size.width), static_cast<int>(size.height));
  if (source.size() == target) return source;
  cv::Mat result = source;
  // One direction may shrink while the other grows: shrink first, then grow. Lanczos is used
  // because OpenCV's bicubic, with its coefficient, turns a ramp into steps that differ by 40 %.
  const cv::Size shrunk(std::min(source.cols, target.width), std::min(source.rows, target.height));
  if (shrunk != result.size()) {
    RowReducer reducer({source.cols, source.rows}, {shrunk.width, shrunk.height}, 1);
    reducer.add(source);
    result = reducer.result();
  }
  if (target != result.size()) cv::resize(result, result, target, 0, 0, cv::INTER_LANCZOS4);
  return result;
}

}  // namespace

Size fit_longest_side(const Size& size, int64_t longest) {
  const double factor =
      static_cast<double>(longest) / static_cast<double>(std::max(size.width, size.height));
  const auto scaled = [&](int64_t side) {
    return std::max<int64_t>(1, std::llround(static_cast<double>(side) * factor));
  };
  return {scaled(size.width), scaled(size.height)};
}

at::Tensor resize_pixels(const at::Tensor& pixels, const Size& size) {
  const at::Tensor source = pixels.contiguous();
  at::Tensor result = at::empty({1, source.size(1), size.height, size.width}, source.options());
  for (int64_t channel = 0; channel < source.size(1); ++channel) {
    cv::Mat target = plane_of(result, channel);
    resize_plane(plane_of(source, channel), size).copyTo(target);
  }
  return result;
}

at::Tensor area_means(const at::Tensor& pixels, const Size& size) {
  const at::Tensor source = pixels.contiguous();
  if (size_of(source) == size) return source;
  at::Tensor result = at::empty({1, source.size(1), size.height, size.width}, source.options());
  for (int64_t channel = 0; channel < source.size(1); ++channel) {
    cv::Mat target = plane_of(result, channel);
    cv::resize(plane_of(source, channel), target, target.size(), 0, 0, cv::INTER_AREA);
  }
  return result;
}

Image from_premultiplied(const at::Tensor& premultiplied, const at::Tensor& alpha) {
  constexpr double kTransparent = 1e-3;  // below this, colours cannot be recovered
  Image result;
  result.alpha = alpha.clamp(0, 1);
  result.colour = at::where(alpha > kTransparent, premultiplied / alpha.clamp_min(kTransparent),
                            at::ones_like(premultiplied));
  result.colour.clamp_(0, 1);
  return result;
}

Image resize(const Image& image, const Size& size) {
  if (image.size() == size) return image;
  Image result;
  if (!image.has_alpha()) {
    result.colour = resize_pixels(image.colour, size).clamp_(0, 1);
    return result;
  }
  return from_premultiplied(resize_pixels(image.colour * image.alpha, size),
                            resize_pixels(image.alpha, size));
}

}  // namespace stylize
