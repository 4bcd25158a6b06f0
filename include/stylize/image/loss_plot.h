#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// A part of the horizontal axis: so many iterations.
struct PlotSection {
  std::string name;  ///< ASCII
  std::size_t iterations = 0;
};

struct PlotCurve {
  std::string name;            ///< ASCII
  std::vector<double> values;  ///< after each iteration of all sections, one after the other
};

/// The curves, at most six, over the iterations; the vertical axis is logarithmic. Sections are
/// parted by vertical lines, and a curve does not run on across them. What has no logarithm (0,
/// negative, NaN, infinity) is left out, and so is what lies below a millionth of the largest
/// value; a curve of which nothing is left is not named either.
Image loss_plot(const std::vector<PlotSection>& sections, const std::vector<PlotCurve>& curves);

/// Numbers for an axis from `lowest` to `highest` that are easy to read, in rising order, within
/// these: powers of ten; where there are fewer than three, also twice and five times those; where
/// that is not enough, multiples of 1, 2 or 5 times a power of ten. 0 < lowest < highest.
std::vector<double> logarithmic_ticks(double lowest, double highest);

/// The same for an axis that is not logarithmic: about `count` multiples of 1, 2 or 5 times a power
/// of ten.
std::vector<double> linear_ticks(double lowest, double highest, int count);

}  // namespace stylize
