#pragma once

namespace stylize {

struct WriteOptions {
  int quality = 95;     ///< 1..100, for JPEG and WebP
  bool replace = true;  ///< false: an existing file is left alone and Error is thrown
};

}  // namespace stylize
