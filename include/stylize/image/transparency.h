#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The colours of a picture as seen on white paper, [1, 3, height, width]: transparent areas count
/// as white.
at::Tensor over_white(const Image& image);

/// What over_white() does, undone: the colours c that with the alpha of `picture` look on white
/// paper like `on_white` ([1, 3, height, width], of the picture's size), as near as 0..1 allows:
///   c = (p - (1 - a)) / a, clamped.
/// They are counted from the picture's own colours, so that what was not changed since over_white()
/// comes back to the bit, however small its alpha is. What is quite transparent becomes white. An
/// opaque picture leaves `on_white` as it is.
at::Tensor off_white(const at::Tensor& on_white, const Image& picture);

}  // namespace stylize
