#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stylize {

/// The orientation that an EXIF block says (TIFF's header and folders, without a signature before
/// it): 1..8, 1: upright, also when it says none or is damaged. Never throws.
int orientation_in_exif(const uint8_t* exif, std::size_t size);

/// The same of a picture file, by the EXIF it holds.
int orientation_in_file(const std::vector<uint8_t>& file);

}  // namespace stylize
