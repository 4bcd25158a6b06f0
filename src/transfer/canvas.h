#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"

namespace stylize {

// A picture is painted on a canvas that extends kMargin pixels beyond each of its borders; this
// margin is cut off at the end. Without it, pixels near a border come out different to a depth of
// some 5 pixels, because fewer of the network's windows see them, and these also see zeros or
// repeated pixels.
constexpr int64_t kMargin = 8;

// The outer part of the margin, which does not count in the style: the network sees zeros from
// there, and the picture would have to make up for what comes of them. The inner part counts, so
// that what lies at the picture's borders is seen by as many windows that count as the rest.
constexpr int64_t kUncountedMargin = 4;

/// The size of the canvas for a picture of this size.
Size canvas_size(const Size& picture);

/// A picture [1, channels, height, width], at least kMargin pixels wide and high, with its mirror
/// image beyond its borders. The outermost pixels are repeated: if they were the axis of the
/// mirror, they would differ from what lies on either side.
at::Tensor on_canvas(const at::Tensor& picture);

/// The picture without the canvas around it; a view.
at::Tensor off_canvas(const at::Tensor& canvas);

/// An image at a size as the network sees it, over white: [1, 3, height, width] on the CPU.
/// canvas_of() also puts it on a canvas.
at::Tensor pixels_of(const Image& image, const Size& size);
at::Tensor canvas_of(const Image& image, const Size& size);

}  // namespace stylize
