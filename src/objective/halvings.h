#pragma once

#include <cstdint>

namespace stylize {

// How many times a side of a picture was halved, by poolings and octaves, to become that of a map.
// What is left over is dropped each time.
inline int64_t halvings(int64_t length, int64_t of_map) {
  int64_t times = 0;
  while ((length >> times) > of_map) ++times;
  return times;
}

}  // namespace stylize
