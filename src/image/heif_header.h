#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "boxes.h"
#include "picture_format.h"
#include "stylize/image/image.h"

namespace stylize {

/// kHeif or kAvif if the file begins with the brands of such a file (ISO/IEC 23008-12); nullopt for
/// all others, videos among them.
std::optional<PictureFormat> heif_format(const std::vector<uint8_t>& file);

/// The size that a HEIC or AVIF file claims: the largest of its main item's property and of what is
/// put together from tiles or layers, which have it in their data. Not turned upright or cropped.
/// nullopt when it is not in the bytes given, or when items contain themselves, or others that
/// contain them, or are nested deeper than 8.
std::optional<Size> heif_size(const std::vector<uint8_t>& file);

/// The largest size that AV1 and HEVC pictures in the file announce in their own data and in the
/// configurations of their decoders, of the first parts of up to 20000 items; empty when there are
/// none.
Size coded_size(const std::vector<uint8_t>& file);

/// Whether the file holds a sequence of frames besides.
bool heif_has_sequence(const std::vector<uint8_t>& file);

}  // namespace stylize
