#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/settings/label_colour.h"

namespace stylize {

/// Which part of each pixel of a picture has which label.
struct LabelMap {
  std::vector<LabelColour> labels;
  at::Tensor parts;  ///< float32 [1, labels, height, width] on the CPU; 0..1, their sum is 1

  Size size() const { return {parts.size(3), parts.size(2)}; }
};

constexpr std::size_t kMostLabels = 16;

/// Converts a picture of labels to a map of the given size. Transparent pixels count as white.
///  - Labels are the plain colours that cover at least 0.1 percent of the picture (areas of 3 x 3
///    pixels and more that vary by less than 24 levels) while few colours near them occur, and are
///    48 levels of a channel apart. They must cover half of the picture. Other colours (soft or
///    anti-aliased edges, traces of JPEG) are split between the two labels that they lie between.
///  - Any other gray picture (a gradient) is a soft mask of two labels: v of white and 1 - v of
///    black, for a gray v.
/// Throws Error (kInput), its message beginning with `name`, when the picture is neither or has
/// more than kMostLabels labels.
LabelMap label_map(const Image& mask, const Size& size, const std::string& name);

/// One label for the whole of a picture of any size.
LabelMap whole_label(const LabelColour& colour);

/// Resamples a map: area averaging where a side shrinks, linear where it grows, so that edges
/// become soft and the parts' sum stays 1.
LabelMap resize(const LabelMap& map, const Size& size);

/// Throws Error (kInput), its message beginning with `name`, unless a mask of this size has the
/// picture's proportions, to within one pixel of the smaller of the two.
void check_proportions(const Size& mask, const Size& picture, const std::string& name);

}  // namespace stylize
