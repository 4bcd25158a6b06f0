#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "stylize/settings/label_colour.h"

namespace stylize {

/// How far a pixel's channels may be from a label's and still be that label, in levels.
constexpr int kLabelNoise = 12;

/// The largest difference of a channel.
int distance(const LabelColour& a, const LabelColour& b);

/// The plain colours of a picture (8-bit RGB), most frequent first; none unless they cover half of
/// it. label_map.h says what counts as plain.
std::vector<LabelColour> label_colours(const cv::Mat& levels);

/// Whether it has no colours, but for the traces that JPEG leaves.
bool is_gray(const cv::Mat& levels);

}  // namespace stylize
