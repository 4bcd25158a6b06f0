#pragma once

#include <optional>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

/// How much two pictures of the same size differ, in 8-bit levels as a file would store them.
///
/// Colours are compared over a white background: what a transparent area hides does not count. If
/// the pictures have alpha, it is one more channel of `psnr` and `largest_difference`, since a
/// white area that became transparent looks the same on white.
struct Comparison {
  /// Peak signal-to-noise ratio in dB, 10 log10(255^2 / mean squared difference) over all channels
  /// together; infinity: equal.
  double psnr = 0;
  /// Structural similarity, -1..1; of equal pictures exactly 1. Wang, Bovik, Sheikh, Simoncelli:
  /// Image quality assessment, IEEE Transactions on Image Processing 13 (4), 2004: mean of
  ///   (2 mx my + C1) (2 sxy + C2) / ((mx^2 + my^2 + C1) (sx^2 + sy^2 + C2))
  /// over all pixels, of the luma 0.299 R + 0.587 G + 0.114 B, with means, variances and covariance
  /// in a Gaussian window of 11 x 11 pixels (sigma 1.5), C1 = (0.01 * 255)^2, C2 = (0.03 * 255)^2.
  /// The pictures are mirrored at their borders (the outermost pixel twice), so that the border
  /// counts and pictures smaller than the window have a value; the authors' program leaves out 5
  /// pixels on each side.
  double ssim = 0;
  /// Levels 0..255, of the pixel and channel that differ most.
  int largest_difference = 0;
  /// Mean over the pixels of the distance in CIE L*a*b* (CIE 1976), sRGB under D65. About 2 is the
  /// smallest difference that people see side by side.
  double delta_e = 0;
  /// Levels 0..255, largest difference of alpha; nullopt: both pictures are opaque.
  std::optional<int> alpha_difference;
};

/// Why two pictures cannot be compared, in words ("64x48 pixels instead of 64x50"); nullopt: they
/// can. Sizes must be equal, and either both or neither have alpha.
std::optional<std::string> why_not_comparable(const Image& golden, const Image& picture);

/// Throws Error (kOption) with the reason when they are not comparable.
void check_comparable(const Image& golden, const Image& picture);

/// Compares two pictures. Throws Error (kOption) as check_comparable does. Needs memory for about
/// 30 floats per pixel.
Comparison compare(const Image& golden, const Image& picture);

}  // namespace stylize
