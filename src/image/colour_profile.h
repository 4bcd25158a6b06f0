#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stylize {

/// What a picture's samples are, without alpha; their number.
enum class Samples { kGray = 1, kRgb = 3, kCmyk = 4 };

/// Converts a picture's samples to sRGB, by the picture's ICC profile where it has one. What a
/// profile is called counts for nothing: its curves and primaries do (Little CMS, relative
/// colorimetric).
class SrgbConversion {
 public:
  /// A profile that is empty, damaged, for other samples (of RGB in a gray picture), larger than
  /// kMostProfileBytes, or no profile of a device counts as none. Then gray is sRGB's, and CMYK is
  /// red = (1 - cyan) (1 - black) and so on.
  explicit SrgbConversion(const std::vector<uint8_t>& profile, Samples samples = Samples::kRgb);

  /// Whether apply() does more than to say gray three times or to multiply: false without a
  /// profile, and with one whose colours are all within half an 8-bit level of sRGB's.
  bool has_profile() const { return transform_ != nullptr; }

  /// From `count` interleaved pixels, 0..1, CMYK 1 for full ink, to interleaved RGB, 0..1. In place
  /// only for RGB.
  void apply(const float* pixels, float* rgb, std::size_t count) const;

 private:
  Samples samples_;
  std::shared_ptr<void> transform_;  // none: nothing to do
};

constexpr std::size_t kMostProfileBytes = std::size_t{16} << 20;

}  // namespace stylize
