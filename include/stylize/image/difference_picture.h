#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The difference, in 8-bit levels, that a difference picture shows as white.
constexpr int kWhiteDifference = 64;

/// Two pictures of the same size, on white, and a map of their difference, side by side: three
/// times as wide as one of them. At each pixel the map shows the difference of the channel (alpha
/// included) that differs most. All maps use the same scale: black for no difference, then red,
/// orange and yellow, and white for kWhiteDifference levels and more. Throws Error (kOption) as
/// check_comparable() does.
Image difference_picture(const Image& golden, const Image& picture);

}  // namespace stylize
