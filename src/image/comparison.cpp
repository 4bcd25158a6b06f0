#include "stylize/image/comparison.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "image/size_text.h"
#include "levels.h"
#include "linear_light.h"
#include "stylize/error.h"

namespace stylize {
namespace {

double psnr_of(const at::Tensor& difference) {
  const double mean_square = difference.square().mean(at::kDouble).item<double>();
  if (mean_square == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255. * 255. / mean_square);
}

int largest_of(const at::Tensor& difference) {
  return static_cast<int>(std::lround(difference.abs().max().item<double>()));
}

// Copies, because a view would not keep the tensor's memory alive.
cv::Mat to_mat(const at::Tensor& pixels, int type) {
  return cv::Mat(static_cast<int>(pixels.size(0)), static_cast<int>(pixels.size(1)), type,
                 pixels.data_ptr())
      .clone();
}

// Rec. 601, as in the authors' program; not rounded.
cv::Mat luma_of(const at::Tensor& levels) {
  const at::Tensor rgb = levels[0].to(at::kDouble);
  return to_mat((rgb[0] * 0.299 + rgb[1] * 0.587 + rgb[2] * 0.114).contiguous(), CV_64F);
}

cv::Mat window_mean(const cv::Mat& values) {
  cv::Mat result;
  cv::GaussianBlur(values, result, cv::Size(11, 11), 1.5, 1.5, cv::BORDER_REFLECT);
  return result;
}

// Variances as E[xy] - E[x] E[y]: their rounding error in double precision, 1e-11, is negligible
// compared to C2 = 58.5.
double ssim_of(const cv::Mat& x, const cv::Mat& y) {
  if (cv::norm(x, y, cv::NORM_INF) == 0) return 1;  // exact, without rounding a quotient
  const double c1 = std::pow(0.01 * 255, 2), c2 = std::pow(0.03 * 255, 2);
  const cv::Mat mean_x = window_mean(x), mean_y = window_mean(y);
  const cv::Mat mean_xx = mean_x.mul(mean_x), mean_yy = mean_y.mul(mean_y);
  const cv::Mat mean_xy = mean_x.mul(mean_y);
  const cv::Mat variance_x = window_mean(x.mul(x)) - mean_xx;
  const cv::Mat variance_y = window_mean(y.mul(y)) - mean_yy;
  const cv::Mat covariance = window_mean(x.mul(y)) - mean_xy;
  const cv::Mat luminance = (2 * mean_xy + c1) / (mean_xx + mean_yy + c1);
  const cv::Mat structure = (2 * covariance + c2) / (variance_x + variance_y + c2);
  // The maximum is 1: clamp what rounding adds.
  const cv::Mat similarity = cv::min(luminance.mul(structure), 1.0);
  // Divided by the number of pixels: cv::mean multiplies by the inverse, and the mean of ones is
  // then below 1.
  return cv::sum(similarity)[0] / static_cast<double>(similarity.total());
}

cv::Mat lab_of(const at::Tensor& levels) {
  const at::Tensor rgb = linear_light(levels[0].narrow(0, 0, 3) / 255);
  cv::Mat lab;
  cv::cvtColor(to_mat(rgb.permute({1, 2, 0}).contiguous(), CV_32FC3), lab, cv::COLOR_LRGB2Lab);
  return lab;
}

double delta_e_of(const at::Tensor& golden, const at::Tensor& picture) {
  const cv::Mat difference = lab_of(golden) - lab_of(picture);
  std::vector<cv::Mat> planes;
  cv::split(difference.mul(difference), planes);
  cv::Mat distance;
  cv::sqrt(planes[0] + planes[1] + planes[2], distance);
  return cv::mean(distance)[0];
}

}  // namespace

std::optional<std::string> why_not_comparable(const Image& golden, const Image& picture) {
  if (golden.size() != picture.size()) {
    return text_of(picture.size()) + " pixels instead of " + text_of(golden.size());
  }
  if (golden.has_alpha() && !picture.has_alpha()) return "has no alpha, the golden picture has";
  if (!golden.has_alpha() && picture.has_alpha()) return "has alpha, the golden picture has none";
  return std::nullopt;
}

void check_comparable(const Image& golden, const Image& picture) {
  if (const auto reason = why_not_comparable(golden, picture)) {
    throw Error(ErrorKind::kOption, "comparison: " + *reason + "; compare pictures of one kind");
  }
}

Comparison compare(const Image& golden, const Image& picture) {
  check_comparable(golden, picture);
  const at::Tensor a = levels_of(golden), b = levels_of(picture), difference = a - b;
  Comparison result;
  result.psnr = psnr_of(difference);
  result.ssim = ssim_of(luma_of(a), luma_of(b));
  result.largest_difference = largest_of(difference);
  result.delta_e = delta_e_of(a, b);
  if (golden.has_alpha()) result.alpha_difference = largest_of(difference.narrow(1, 3, 1));
  return result;
}

}  // namespace stylize
