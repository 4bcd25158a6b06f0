#include "thumbnail.h"

#include <cstdint>
#include <vector>

#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize {

std::string thumbnail_png(const Image& image) {
  constexpr int64_t kLongestSide = 160;  // pixels
  const Image small = resize(image, fit_longest_side(image.size(), kLongestSide));
  const std::vector<uint8_t> bytes = encode_image("thumbnail.png", small, {});
  return {bytes.begin(), bytes.end()};
}

}  // namespace stylize
