#pragma once

#include <cstddef>
#include <cstdint>
#include <exiv2/exiv2.hpp>
#include <vector>

namespace stylize {

/// Sizes as Exiv2 counts them; signed before version 0.28.
#if EXIV2_TEST_VERSION(0, 28, 0)
using Exiv2Size = std::size_t;
#else
using Exiv2Size = long;
#endif

/// Opens a file in memory, which must outlive the returned object. Throws Exiv2's errors.
inline auto open_with_exiv2(const std::vector<uint8_t>& file) {
  return Exiv2::ImageFactory::open(file.data(), static_cast<Exiv2Size>(file.size()));
}

}  // namespace stylize
