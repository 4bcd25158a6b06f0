#include "extension.h"

#include <algorithm>
#include <array>

namespace stylize {

std::string extension_of(const std::filesystem::path& path) {
  std::string extension = path.extension().native();
  if (!extension.empty()) extension.erase(0, 1);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return extension;
}

bool is_picture_extension(const std::string& extension) {
  return is_writable_extension(extension) || extension == "bmp";
}

bool is_writable_extension(const std::string& extension) {
  static constexpr std::array<const char*, 6> kWritable = {"png",  "jpg", "jpeg",
                                                           "webp", "tif", "tiff"};
  return std::find(kWritable.begin(), kWritable.end(), extension) != kWritable.end();
}

bool is_deep_extension(const std::string& extension) {
  return extension == "png" || extension == "tif" || extension == "tiff";
}

}  // namespace stylize
