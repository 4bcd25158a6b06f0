#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "colour_profile.h"

namespace stylize {

/// CIE 1931 x and y of a picture's white point and primaries.
struct Chromaticities {
  double white_x, white_y, red_x, red_y, green_x, green_y, blue_x, blue_y;
};

/// An ICC profile for colours that a file describes by numbers; empty when they are sRGB's, or when
/// the numbers make no sense. For gray or RGB samples.
///
/// `gamma` is PNG's: samples are light to this power, 0.45455 for most. Within 5 percent of that,
/// sRGB's own curve is used, since programs that write 1/2.2 mean it. nullopt: sRGB's curve or
/// chromaticities.
std::vector<uint8_t> profile_of_gamma(Samples samples, std::optional<double> gamma,
                                      const std::optional<Chromaticities>& chromaticities);

/// Code points of ITU-T H.273: colour primaries and transfer characteristics. nullopt for codes
/// that are not meant for ordinary screens (PQ and hybrid log-gamma) or unknown here.
std::optional<std::vector<uint8_t>> profile_of_code_points(Samples samples, int primaries,
                                                           int transfer);

}  // namespace stylize
