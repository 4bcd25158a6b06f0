#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// The size that the header of a PNG, JPEG, WebP, TIFF or BMP file claims, from the fields that the
/// decoders allocate by. Nothing for other formats, and where the header ends early or says 0.
/// (Exiv2 tells sizes too, but none for a JPEG whose colour profile is damaged, and of a TIFF that
/// of the page it takes for the main one rather than that of the first.)
std::optional<Size> size_in_header(const std::vector<uint8_t>& file);

}  // namespace stylize
