#include "stylize/transfer/pyramid.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stylize/error.h"
#include "stylize/image/resize.h"

namespace stylize {
namespace {

constexpr double kCoarsestLongestSide = 128;
constexpr double kCoarsestShortestSide = 32;

double longest(const Size& size) {
  return static_cast<double>(std::max(size.width, size.height));
}
double shortest(const Size& size) {
  return static_cast<double>(std::min(size.width, size.height));
}

std::vector<Size> chosen_sizes(const Size& full) {
  const double reach =
      std::min(longest(full) / kCoarsestLongestSide, shortest(full) / kCoarsestShortestSide);
  const int doublings = reach > 1 ? static_cast<int>(std::ceil(std::log2(reach) - 1e-9)) : 0;
  std::vector<Size> sizes;
  for (int i = 0; i < doublings; ++i) {
    const double factor = std::pow(reach, static_cast<double>(i) / doublings - 1);
    sizes.push_back(fit_longest_side(full, std::llround(longest(full) * factor)));
  }
  sizes.push_back(full);
  return sizes;
}

std::vector<Size> halved_sizes(const Size& full, int scales) {
  std::vector<Size> sizes;
  for (int i = scales - 1; i > 0; --i) {
    sizes.push_back(fit_longest_side(full, std::llround(std::ldexp(longest(full), -i))));
  }
  sizes.push_back(full);
  return sizes;
}

}  // namespace

std::vector<Size> pyramid_sizes(const Size& full, int scales, int64_t smallest_side) {
  const std::vector<Size> sizes = scales > 0 ? halved_sizes(full, scales) : chosen_sizes(full);
  const Size& coarsest = sizes.front();
  if (std::min(coarsest.width, coarsest.height) < smallest_side) {
    throw Error(ErrorKind::kOption,
                "scales " + std::to_string(sizes.size()) + ": the coarsest would be " +
                    std::to_string(coarsest.width) + "x" + std::to_string(coarsest.height) +
                    " pixels, too small for the layers; use fewer scales");
  }
  return sizes;
}

}  // namespace stylize
