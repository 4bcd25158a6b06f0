#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// The size in the header of a picture's file, from the fields that determine the decoders'
/// allocations. nullopt for other formats, and when the header is truncated or says
/// 0. (Exiv2 also reads sizes, but not for a JPEG with a damaged colour profile, and for a TIFF it
/// reads that of the page it considers the main one, not that of the first.)
std::optional<Size> size_in_header(const std::vector<uint8_t>& file);

}  // namespace stylize
