#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stylize {

/// The kind of a picture's samples without alpha; the values are the number of channels.
enum class Samples { kGray = 1, kRgb = 3, kCmyk = 4 };

/// Converts a picture's samples to sRGB, or another RGB space, using its ICC profile if it has one.
/// A profile's name is ignored; its curves and primaries count (Little CMS, relative colorimetric).
class ColourConversion {
 public:
  /// Ignores a profile that is empty, damaged, for other samples (RGB in a gray picture), larger
  /// than kMostProfileBytes, or not a device profile. Then gray has sRGB's curve, and CMYK becomes
  /// red = (1 - cyan) (1 - black) and so on.
  /// `target` is the profile of the space to convert to, one that is_space_to_paint_in(); empty:
  /// sRGB.
  explicit ColourConversion(const std::vector<uint8_t>& profile, Samples samples = Samples::kRgb,
                            const std::vector<uint8_t>& target = {});

  /// Whether apply() does more than replicate gray or multiply inks: false without a profile, or
  /// with one whose colours are all within half an 8-bit level of those of the target.
  bool has_profile() const { return transform_ != nullptr; }

  /// Converts `count` interleaved pixels, 0..1 (CMYK: 1 is full ink), to interleaved RGB, 0..1.
  /// In-place use is allowed for RGB only.
  void apply(const float* pixels, float* rgb, std::size_t count) const;

 private:
  Samples samples_;
  std::shared_ptr<void> transform_;  // null: nothing to do
  std::shared_ptr<void>
      from_srgb_;  // after that, for samples without a profile; null: nothing to do
};

/// Whether pictures can be painted and stored in the space of this profile: RGB by a matrix and
/// three curves, at most 64 KiB long, and not sRGB, for which nothing need be said.
bool is_space_to_paint_in(const std::vector<uint8_t>& profile);

/// The bytes of a profile of Little CMS; empty when it is null or cannot be stored.
std::vector<uint8_t> saved_profile(void* profile);

/// The ICC profile of sRGB, always the same bytes.
const std::vector<uint8_t>& srgb_profile();

constexpr std::size_t kMostProfileBytes = std::size_t{16} << 20;

}  // namespace stylize
