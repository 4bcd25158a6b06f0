#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The difference, in 8-bit levels, that a difference picture shows as white.
constexpr int kWhiteDifference = 64;

/// Two pictures of the same size on white and a map of their difference, side by side: three times
/// as wide. At each pixel the map shows the channel (alpha included) that differs most, on a scale
/// that is the same for all pictures: black is equal, then red, orange and yellow; kWhiteDifference
/// levels and more are white. Throws Error (kOption) as check_comparable does.
Image difference_picture(const Image& golden, const Image& picture);

}  // namespace stylize
