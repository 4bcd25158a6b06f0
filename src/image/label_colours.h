#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "stylize/settings/label_colour.h"

namespace stylize {

/// How far, in levels, a pixel's channels may be from a label's to still have that label.
constexpr int kLabelNoise = 12;

/// The largest difference in any channel, in levels.
int distance(const LabelColour& a, const LabelColour& b);

/// The plain colours of a picture (8-bit RGB), most frequent first; empty unless they cover half of
/// it. label_map.h says what counts as plain.
std::vector<LabelColour> label_colours(const cv::Mat& levels);

/// Whether the picture is gray, apart from JPEG artefacts.
bool is_gray(const cv::Mat& levels);

}  // namespace stylize
