#include "drawing.h"

#include <ATen/ATen.h>

#include <opencv2/imgproc.hpp>

namespace stylize {
namespace {

constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;

int width_at(const std::string& text, double scale) {
  return cv::getTextSize(text, kFont, scale, 1, nullptr).width;
}

}  // namespace

int text_width(const std::string& text) {
  return width_at(text, kTextScale);
}

void draw_text(cv::Mat& drawing, const std::string& text, cv::Point at, Anchor anchor,
               const Ink& ink, int width) {
  double scale = kTextScale;
  if (text_width(text) > width) scale *= static_cast<double>(width) / text_width(text);
  if (anchor == Anchor::kMiddle) at.x -= width_at(text, scale) / 2;
  if (anchor == Anchor::kRight) at.x -= width_at(text, scale);
  cv::putText(drawing, text, at, kFont, scale, ink, 1, cv::LINE_AA);
}

Image image_of_drawing(const cv::Mat& drawing) {
  const cv::Mat pixels = drawing.isContinuous() ? drawing : drawing.clone();
  const at::Tensor bytes = at::from_blob(pixels.data, {pixels.rows, pixels.cols, 3}, at::kByte);
  Image image;
  image.colour = bytes.permute({2, 0, 1}).unsqueeze(0).to(at::kFloat).div_(255).contiguous();
  return image;
}

}  // namespace stylize
