#include "sample_picture.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "stylize/image/image_files.h"
#include "stylize/image/resize.h"

namespace stylize::bench {

Image square_picture(const std::filesystem::path& path, int64_t size) {
  Image image = read_image(path);
  const auto [width, height] = image.size();
  const int64_t side = std::min(width, height);
  image.colour = image.colour.narrow(2, (height - side) / 2, side)
                     .narrow(3, (width - side) / 2, side)
                     .contiguous();
  image.alpha.reset();
  return resize(image, {size, size});
}

std::filesystem::path sample_content() {
  return std::filesystem::path(SAMPLES_FOLDER) / "content/lighthouse.jpg";
}

std::filesystem::path sample_style() {
  return std::filesystem::path(SAMPLES_FOLDER) / "style/night_swirls.jpg";
}

}  // namespace stylize::bench
