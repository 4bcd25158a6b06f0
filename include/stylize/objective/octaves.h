#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// Octave k of a picture is the picture halved k times (Snelgrove, "High-resolution multi-scale
/// neural texture synthesis", SIGGRAPH Asia Technical Briefs 2017): blurred by the binomial filter
/// (1, 3, 3, 1) / 8 in both directions, of which every second pixel is taken. What lies beyond a
/// border is like the border. In an octave the network sees shapes that are 2^k times as large.
/// Octave 0 is the picture itself.

/// Octaves with a side shorter than this are not used, except octave 0.
constexpr int64_t kSmallestOctave = 32;

/// The size of an octave: a side that does not divide is rounded down.
Size octave_size(const Size& picture, std::size_t octave);

/// The part of the style's loss that each octave of a picture of this size gets. `weights` are >= 0
/// and not all 0. Those of octaves that are large enough are divided by their sum; other octaves
/// get nothing. The list ends with the last octave whose part is not 0. If all octaves with a
/// weight are too small, the picture itself gets everything: {1}.
std::vector<double> octave_parts(const std::vector<double>& weights, const Size& picture);

/// The octave of a picture [1, C, H, W], of the size that octave_size() gives.
at::Tensor octave_of(const at::Tensor& picture, std::size_t octave);

/// Converts a gradient with respect to an octave into one with respect to the picture, and adds it
/// to `gradient` [1, C, H, W], which is contiguous. This is the transpose of octave_of().
void add_octave_gradient(const at::Tensor& octave_gradient, std::size_t octave,
                         at::Tensor& gradient);

}  // namespace stylize
