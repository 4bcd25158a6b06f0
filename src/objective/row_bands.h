#pragma once

#include <algorithm>
#include <cstdint>

namespace stylize {

// Calls work(first row, rows) for bands of rows of a map. What is computed band by band needs
// memory for one only, and bands without weight are passed over. Bands depend on the map's size
// alone, so sums over them have the same order whatever the threads are.
template <typename Work>
void for_bands(int64_t height, int64_t width, const Work& work) {
  constexpr int64_t kPixels = 32768;
  const int64_t rows = std::max<int64_t>(1, kPixels / width);
  for (int64_t row = 0; row < height; row += rows) work(row, std::min(rows, height - row));
}

}  // namespace stylize
