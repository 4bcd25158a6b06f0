#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The colours of a picture as seen on white paper, [1, 3, height, width]: transparent areas count
/// as white.
at::Tensor over_white(const Image& image);

}  // namespace stylize
