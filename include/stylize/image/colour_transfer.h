#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/image/image.h"
#include "stylize/settings/colour_options.h"

namespace stylize {

/// sRGB [1, 3, height, width], float32 on the CPU, in a colour space: luminance first, then the two
/// planes of chroma. The units are OpenCV's for floats: L* 0..100 with a*, b*, u* and v* about
/// -130..220; Y 0..1 with Cr and Cb about 0.5.
at::Tensor to_colour_space(const at::Tensor& rgb, ColourSpace space);

/// The inverse, clamped to 0..1. Colours within sRGB are restored to within 0.001.
at::Tensor from_colour_space(const at::Tensor& planes, ColourSpace space);

/// The luminance of `painting` with the chroma of `colours`, clamped to 0..1: where sRGB has no
/// such colour, the result is whatever clamping leaves. Alpha is the painting's. Colours are used
/// as stored, whatever their alpha. Throws Error (kInput) unless both have the same size.
Image keep_colours(const Image& painting, const Image& colours, ColourSpace space);

/// The style with the mean and covariance of the content's colours: each colour x of the style
/// becomes
///   x' = A (x - m_style) + m_content,   A = C_content^(1/2) C_style^(-1/2),
/// clamped to 0..1, where m and C are mean and covariance of red, green and blue and the roots are
/// the symmetric ones (by eigenvectors). Then A C_style A^T = C_content. Gatys, Ecker, Bethge,
/// Hertzmann, Shechtman: Controlling Perceptual Factors in Neural Style Transfer, CVPR 2017,
/// section 5.1; Hertzmann's Image Analogies.
///
/// Pixels are weighted by their alpha, so transparent ones do not count. Along directions in which
/// the style's colours deviate by less than one 8-bit level (a gray style has two) the root is that
/// of one level, so that grain is not blown up into colours. Alpha is the style's. If the style or
/// the content has no visible pixel, the style is returned unchanged.
Image match_colours(const Image& style, const Image& content);

}  // namespace stylize
