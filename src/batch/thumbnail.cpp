#include "thumbnail.h"

#include <cstdint>
#include <vector>

#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {

std::string thumbnail_jpeg(const Image& image, const IccProfile& profile) {
  constexpr int64_t kLongestSide = 160;  // pixels
  constexpr int kQuality = 75;
  const Image small = resize(image, fit_longest_side(image.size(), kLongestSide));
  WriteOptions options;
  options.quality = kQuality;
  options.profile = profile ? ProfileChoice::kContent : ProfileChoice::kNone;  // sRGB goes unsaid
  options.icc_profile = profile;
  const std::vector<uint8_t> bytes = encode_image("thumbnail.jpg", small, options);
  return {bytes.begin(), bytes.end()};
}

}  // namespace stylize
