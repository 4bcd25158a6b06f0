#pragma once

#include <cstddef>
#include <cstdint>
#include <exiv2/exiv2.hpp>
#include <utility>
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

/// The bytes of a file that an Exiv2 object has written.
inline std::vector<uint8_t> bytes_of(Exiv2::BasicIo& file) {
  std::vector<uint8_t> bytes(file.size());
  file.open();
  file.seek(0, Exiv2::BasicIo::beg);
  file.read(bytes.data(), static_cast<Exiv2Size>(bytes.size()));
  return bytes;
}

inline void set_icc_profile(Exiv2::Image& image, const std::vector<uint8_t>& profile) {
  Exiv2::DataBuf bytes(profile.data(), static_cast<Exiv2Size>(profile.size()));
#if EXIV2_TEST_VERSION(0, 28, 0)
  image.setIccProfile(std::move(bytes));
#else
  image.setIccProfile(bytes);
#endif
}

}  // namespace stylize
