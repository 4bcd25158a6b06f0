#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "colour_profile.h"

namespace stylize {

/// CIE 1931 x and y of what a picture's colours are mixed of.
struct Chromaticities {
  double white_x, white_y, red_x, red_y, green_x, green_y, blue_x, blue_y;
};

/// Colours that a file describes by numbers, as an ICC profile; empty when they are sRGB's, or no
/// description that makes sense. Gray or RGB.
///
/// `gamma` is PNG's: samples are light to this power, 0.45455 for most. Within 5 percent of that it
/// is sRGB's own curve, which those who write 1/2.2 mean. None: that curve. No chromaticities:
/// sRGB's.
std::vector<uint8_t> profile_of_gamma(Samples samples, std::optional<double> gamma,
                                      const std::optional<Chromaticities>& chromaticities);

/// Code points of ITU-T H.273: colour primaries and transfer characteristics. None for those that
/// are not of pictures for the usual screens (PQ and hybrid log-gamma) or not known here.
std::optional<std::vector<uint8_t>> profile_of_code_points(Samples samples, int primaries,
                                                           int transfer);

}  // namespace stylize
