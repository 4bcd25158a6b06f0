#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "stylize/image/image.h"

namespace stylize {

struct ReadOptions {
  int64_t max_pixels = 200'000'000;  ///< a picture with more is refused

  /// Told the size in the header of a picture and how many bytes reading it will take at most, its
  /// file not counted, before anything of that size is allocated. May wait, or throw.
  std::function<void(const Size& size, int64_t bytes)> before_decoding = {};

  /// Told a line about a picture that is read in spite of it: that its file holds more pictures.
  std::function<void(const std::string& line)> warn = {};
};

}  // namespace stylize
