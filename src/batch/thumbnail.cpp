#include "thumbnail.h"

#include <cstdint>
#include <vector>

#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {

std::string thumbnail_png(const Image& image) {
  constexpr int64_t kLongestSide = 160;  // pixels
  const Image small = resize(image, fit_longest_side(image.size(), kLongestSide));
  WriteOptions options;
  options.profile = ProfileChoice::kNone;  // pages show them as sRGB anyway
  const std::vector<uint8_t> bytes = encode_image("thumbnail.png", small, options);
  return {bytes.begin(), bytes.end()};
}

}  // namespace stylize
