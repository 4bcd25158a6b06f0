#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

// Drawings are OpenCV's, of type CV_8UC3 in the order red, green, blue.
using Ink = cv::Scalar;

// Which part of a text lies at the point it is written at.
enum class Anchor { kLeft, kMiddle, kRight };

constexpr double kTextScale = 0.42;  // of OpenCV's simple font: figures about 9 pixels high

// ASCII text; the point is on its base line. Text wider than `width` pixels is made smaller.
void draw_text(cv::Mat& drawing, const std::string& text, cv::Point at, Anchor anchor,
               const Ink& ink, int width = 1 << 20);

// In pixels, of text that is not made smaller.
int text_width(const std::string& text);

Image image_of_drawing(const cv::Mat& drawing);

}  // namespace stylize
