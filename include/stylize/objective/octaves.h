#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// Octaves of a picture: octave k is the picture with its pixels averaged in squares of 2^k x 2^k
/// (Snelgrove, "High-resolution multi-scale neural texture synthesis", SIGGRAPH Asia Technical
/// Briefs 2017, who blurs and takes every second pixel). The network sees forms there that are 2^k
/// times as large. Octave 0 is the picture itself.

/// The shorter side below which an octave is not looked at.
constexpr int64_t kSmallestOctave = 32;

/// The size of an octave; what a side has beyond the last whole square is left out.
Size octave_size(const Size& picture, std::size_t octave);

/// What each octave of a picture of this size counts: `weights`, >= 0 and not all 0, divided by the
/// sum of those that are large enough, and nothing for the rest; their count is the last one's that
/// counts. The picture itself counts whatever its size where nothing else would.
std::vector<double> octave_parts(const std::vector<double>& weights, const Size& picture);

/// The octave of a picture [1, C, H, W].
at::Tensor octave_of(const at::Tensor& picture, std::size_t octave);

/// Adds to `gradient` [1, C, H, W] what the gradient of an octave is as a gradient of the picture:
/// the transpose of octave_of().
void add_octave_gradient(const at::Tensor& octave_gradient, std::size_t octave,
                         at::Tensor& gradient);

}  // namespace stylize
