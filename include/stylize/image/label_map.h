#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/settings/label_colour.h"

namespace stylize {

/// How much of each pixel of a picture belongs to each label.
struct LabelMap {
  std::vector<LabelColour> labels;
  at::Tensor parts;  ///< float32 [1, labels, height, width] on the CPU; 0..1, their sum is 1

  Size size() const { return {parts.size(3), parts.size(2)}; }
};

/// The largest number of labels in a mask.
constexpr std::size_t kMostLabels = 16;

/// Converts a mask, a picture of labels, to a map of the given size. Transparent pixels count as
/// white.
/// - If plain colours cover at least half of the picture, they are its labels. A colour is plain if
///   it covers at least 0.1 percent of the picture, in areas of 3 x 3 pixels and more that vary by
///   at most 24 levels, and few similar colours occur. Labels differ by at least 48 levels in
///   some channel. Other colours (soft or anti-aliased edges, traces of JPEG) are split between the
///   two labels that they lie between.
/// - Any other gray picture (a gradient) is a soft mask of two labels: a gray value v is v parts of
///   white and 1 - v of black.
/// Throws Error (kInput), whose message begins with `name`, when the picture is neither or has more
/// than kMostLabels labels.
LabelMap label_map(const Image& mask, const Size& size, const std::string& name);

/// A map in which the whole picture, whatever its size, has this label.
LabelMap whole_label(const LabelColour& colour);

/// Resamples a map: by area averaging where a side shrinks, linearly where it grows. Edges become
/// soft, and the parts of a pixel still add up to 1.
LabelMap resize(const LabelMap& map, const Size& size);

/// Throws Error (kInput), whose message begins with `name`, unless a mask of this size has the
/// picture's proportions, to within one pixel of the smaller of the two.
void check_proportions(const Size& mask, const Size& picture, const std::string& name);

}  // namespace stylize
