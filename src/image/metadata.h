#pragma once

#include <cstdint>
#include <vector>

namespace stylize {

/// What a picture file says about its pixels besides the pixels.
struct Metadata {
  int orientation = 1;                 ///< EXIF, 1..8; 1: upright
  std::vector<uint8_t> color_profile;  ///< ICC profile, empty: none
};

/// Reads EXIF and ICC data of an encoded picture (JPEG, PNG, WebP, TIFF). Never throws: a file
/// without readable metadata has none.
Metadata read_metadata(const std::vector<uint8_t>& file);

}  // namespace stylize
