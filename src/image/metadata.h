#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace stylize {

/// The orientation in an EXIF block (TIFF header and directories, without a preceding signature):
/// 1..8; 1 is upright, and also returned if it is missing or damaged. Never throws.
int orientation_in_exif(const uint8_t* exif, std::size_t size);

/// The same for a picture file that contains EXIF.
int orientation_in_file(const std::vector<uint8_t>& file);

}  // namespace stylize
