#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

// Drawings are cv::Mat of type CV_8UC3 in the order red, green, blue.
using Ink = cv::Scalar;

// Which part of a text is at the given point.
enum class Anchor { kLeft, kMiddle, kRight };

constexpr double kTextScale = 0.42;  // of OpenCV's simple font: digits about 9 pixels high

// Draws ASCII text; the point is on its base line. Text wider than `width` pixels is shrunk.
void draw_text(cv::Mat& drawing, const std::string& text, cv::Point at, Anchor anchor,
               const Ink& ink, int width = 1 << 20);

// The width in pixels of text that is not shrunk.
int text_width(const std::string& text);

Image image_of_drawing(const cv::Mat& drawing);

}  // namespace stylize
