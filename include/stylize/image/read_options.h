#pragma once

#include <cstdint>

namespace stylize {

struct ReadOptions {
  int64_t max_pixels = 200'000'000;  ///< a picture with more is refused
};

}  // namespace stylize
