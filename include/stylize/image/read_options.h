#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

struct ReadOptions {
  int64_t max_pixels = 200'000'000;  ///< a picture with more is refused

  /// Called before anything of the picture's size is allocated, with the size in its header and an
  /// upper bound of the bytes that reading takes (without the file itself). It may wait, or throw
  /// to refuse the picture. Empty: no call.
  std::function<void(const Size& size, int64_t bytes)> before_decoding = {};

  /// Called with a one-line warning about a picture that is read nevertheless: its file holds
  /// further pictures, which are not read. Empty: no warnings.
  std::function<void(const std::string& line)> warn = {};

  /// The ICC profile of the RGB space to which colours are converted; null: sRGB.
  std::shared_ptr<const std::vector<uint8_t>> icc_profile = nullptr;
};

}  // namespace stylize
