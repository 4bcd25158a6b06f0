#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// A part of the horizontal axis.
struct PlotSection {
  std::string name;  ///< ASCII
  std::size_t iterations = 0;
};

struct PlotCurve {
  std::string name;            ///< ASCII
  std::vector<double> values;  ///< after each iteration, one section after the other
};

/// A plot of at most six curves over the iterations, with a logarithmic vertical axis. Vertical
/// lines separate the sections, and curves are broken there. Values without a logarithm (0,
/// negative, NaN, infinity) and values below a millionth of the largest one are left out. A curve
/// without any value left does not appear in the legend.
Image loss_plot(const std::vector<PlotSection>& sections, const std::vector<PlotCurve>& curves);

/// Easily read tick values for an axis from `lowest` to `highest`, in rising order, within these
/// limits: powers of ten; if there are fewer than three, also twice and five times those; if that
/// is not enough, multiples of 1, 2 or 5 times a power of ten. 0 < lowest < highest.
std::vector<double> logarithmic_ticks(double lowest, double highest);

/// The same for a linear axis: about `count` multiples of 1, 2 or 5 times a power of ten.
std::vector<double> linear_ticks(double lowest, double highest, int count);

}  // namespace stylize
