#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stylize {

/// Converts pixels from the colour space of an ICC profile to sRGB. Profiles that are sRGB already,
/// damaged, or not for RGB leave the pixels as they are.
class SrgbConversion {
 public:
  explicit SrgbConversion(const std::vector<uint8_t>& profile);

  /// In place; interleaved RGB, 0..1.
  void apply(float* pixels, std::size_t count) const;

 private:
  std::shared_ptr<void> transform_;  // none: nothing to do
};

}  // namespace stylize
