#pragma once

#include <string>

#include "stylize/image/image.h"

namespace stylize {

/// A small copy of a picture, as the bytes of a PNG file.
std::string thumbnail_png(const Image& image);

}  // namespace stylize
