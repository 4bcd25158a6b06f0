#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stylize {

/// The kind of a picture's samples without alpha; the values are the number of channels.
enum class Samples { kGray = 1, kRgb = 3, kCmyk = 4 };

/// Converts a picture's samples to sRGB, using its ICC profile if it has one. A profile's name is
/// ignored; its curves and primaries count (Little CMS, relative colorimetric).
class SrgbConversion {
 public:
  /// Ignores a profile that is empty, damaged, for other samples (RGB in a gray picture), larger
  /// than kMostProfileBytes, or not a device profile. Then gray has sRGB's curve, and CMYK becomes
  /// red = (1 - cyan) (1 - black) and so on.
  explicit SrgbConversion(const std::vector<uint8_t>& profile, Samples samples = Samples::kRgb);

  /// Whether apply() does more than replicate gray or multiply inks: false without a profile, or
  /// with one whose colours are all within half an 8-bit level of sRGB's.
  bool has_profile() const { return transform_ != nullptr; }

  /// Converts `count` interleaved pixels, 0..1 (CMYK: 1 is full ink), to interleaved RGB, 0..1.
  /// In-place use is allowed for RGB only.
  void apply(const float* pixels, float* rgb, std::size_t count) const;

 private:
  Samples samples_;
  std::shared_ptr<void> transform_;  // null: nothing to do
};

constexpr std::size_t kMostProfileBytes = std::size_t{16} << 20;

}  // namespace stylize
