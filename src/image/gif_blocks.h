#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// Whether the file begins with the signature of a GIF.
bool is_gif(const std::vector<uint8_t>& file);

/// The size of a GIF's canvas.
Size gif_size(const std::vector<uint8_t>& file);

/// The number of whole frames in a GIF, counted up to `most`.
int count_gif_frames(const std::vector<uint8_t>& file, int most);

}  // namespace stylize
