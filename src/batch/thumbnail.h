#pragma once

#include <string>

#include "picture_reader.h"
#include "stylize/image/image.h"

namespace stylize {

/// A small copy of a picture over white, as the bytes of a JPEG file: a page of a thousand jobs is
/// read in full when it is opened. `profile` is the ICC profile of its colours; null: sRGB.
std::string thumbnail_jpeg(const Image& image, const IccProfile& profile);

}  // namespace stylize
