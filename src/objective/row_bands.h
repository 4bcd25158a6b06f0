#pragma once

#include <algorithm>
#include <cstdint>

namespace stylize {

// Calls work(first row, rows) for bands of rows of a map. Work that goes band by band needs
// temporary memory for one band only, and can skip bands without weight. The bands depend on the
// map's size alone, so sums over them are added in the same order for any number of threads.
template <typename Work>
void for_bands(int64_t height, int64_t width, const Work& work) {
  constexpr int64_t kPixels = 32768;
  const int64_t rows = std::max<int64_t>(1, kPixels / width);
  for (int64_t row = 0; row < height; row += rows) work(row, std::min(rows, height - row));
}

}  // namespace stylize
