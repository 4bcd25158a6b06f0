#pragma once

#include <cstdint>
#include <vector>

#include "stylize/image/picture_metadata.h"

namespace stylize {

constexpr double kCentimetresOfInch = 2.54, kMetresOfInch = 0.0254;

/// Whether both numbers are known and can be stored by every format.
bool is_usable(const Density& density);

/// Says in the header of an encoded JPEG (in JFIF's segment, which it must have) or PNG how many
/// pixels an inch has. False, and nothing is done, for other formats and an unusable density.
bool put_density(const Density& density, std::vector<uint8_t>& file);

}  // namespace stylize
