#pragma once

#include "stylize/image/image.h"

namespace stylize {

/// The size with the proportions of `size` whose longest side is `longest` pixels (each side at
/// least 1).
Size fit_longest_side(const Size& size, int64_t longest);

/// Resamples [1, C, H, W] float32 on the CPU by Lanczos' filter. Where a side shrinks, the filter
/// is as much wider, so that nothing is left out. It may overshoot the input's range a little.
at::Tensor resize_pixels(const at::Tensor& pixels, const Size& size);

/// Averages [1, C, H, W] float32 on the CPU over the area of each pixel of the result. No side of
/// `size` is longer than that of the pixels.
at::Tensor area_means(const at::Tensor& pixels, const Size& size);

/// Converts premultiplied colours [1, 3, H, W] and alpha [1, 1, H, W], which may both overshoot
/// 0..1, to a picture. Pixels whose alpha is too small to recover the colour become white.
Image from_premultiplied(const at::Tensor& premultiplied, const at::Tensor& alpha);

/// Resamples a picture. Colours are weighted by alpha, so that transparent pixels do not bleed into
/// opaque ones; the result lies in 0..1. A picture that already has that size is returned
/// unchanged.
Image resize(const Image& image, const Size& size);

}  // namespace stylize
