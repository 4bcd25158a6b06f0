#pragma once

#include <string>

namespace stylize {

struct WriteOptions {
  int quality = 95;             ///< 1..100, for JPEG and WebP
  int bit_depth = 8;            ///< bits per channel: 8, or 16 for PNG and TIFF
  bool replace = true;          ///< false: an existing file is left alone and Error is thrown
  bool create_folders = false;  ///< true: missing folders of the target are created
  std::string record;           ///< embedded in the file (image/picture_record.h); empty: none
};

}  // namespace stylize
