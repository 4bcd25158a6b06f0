#pragma once

#include <cstdint>
#include <vector>

namespace stylize {

/// The encoded picture (PNG, JPEG, WebP, TIFF) with an ICC profile for its colours; unchanged if
/// the profile is empty. The caller holds use_exiv2(). Throws Exiv2's errors, and std::bad_alloc.
std::vector<uint8_t> with_icc_profile(const std::vector<uint8_t>& profile,
                                      std::vector<uint8_t> file);

}  // namespace stylize
