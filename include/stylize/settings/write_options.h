#pragma once

#include <string>

namespace stylize {

struct WriteOptions {
  int quality = 95;             ///< 1..100, for JPEG and WebP
  int bit_depth = 8;            ///< bits of a channel: 8, or for PNG and TIFF 16
  bool replace = true;          ///< false: an existing file is left alone and Error is thrown
  bool create_folders = false;  ///< true: the folders that the target lacks are created
  std::string record;           ///< carried by the file (image/record.h); empty: none
};

}  // namespace stylize
