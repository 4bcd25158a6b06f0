#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"

namespace stylize {

// A picture is painted on a canvas that reaches kMargin pixels beyond each of its borders and is
// cut off at the end. Pixels near a border are seen by fewer of the network's windows than others,
// and through zeros or repeated pixels: they come out different, to a depth of some 5 pixels.
constexpr int64_t kMargin = 8;

/// Of a picture of this size.
Size canvas_size(const Size& picture);

/// A picture ([1, channels, height, width], at least kMargin both ways) with its mirror image
/// beyond its borders, which begins with the outermost pixels once more: with these as the axis
/// they would differ from what lies on either side.
at::Tensor on_canvas(const at::Tensor& picture);

/// The picture on a canvas; a view.
at::Tensor off_canvas(const at::Tensor& canvas);

/// The pixels of an image at a size as the network is to see them, over white; and on a canvas. On
/// the CPU.
at::Tensor pixels_of(const Image& image, const Size& size);
at::Tensor canvas_of(const Image& image, const Size& size);

}  // namespace stylize
