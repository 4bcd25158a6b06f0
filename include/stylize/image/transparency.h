#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The colours of a picture over a white background, [1, 3, height, width]: transparent areas
/// become white.
at::Tensor over_white(const Image& image);

/// The inverse of over_white(): the colours c that, with the alpha of `picture`, look like
/// `on_white` ([1, 3, height, width], of the picture's size) over white, as nearly as 0..1 allows:
///   c = (p - (1 - a)) / a, clamped.
/// They are computed from the picture's own colours, so that pixels unchanged since over_white()
/// are restored bit for bit, however small their alpha. Fully transparent pixels become white. For
/// an opaque picture the result is `on_white`.
at::Tensor off_white(const at::Tensor& on_white, const Image& picture);

}  // namespace stylize
