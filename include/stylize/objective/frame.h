#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "stylize/image/image.h"

namespace stylize {

/// How much the rows and columns of a layer's map count in the style: a pixel counts as the product
/// of its row's and its column's weights, 0 to 1. Empty: every pixel counts 1.
///
/// A picture may be given with a margin that will be cut off. It lets the network see more than
/// zeros beyond the borders, but must not count: optimization would put there what is missing in
/// the picture, or make the picture compensate for what the network sees at the margin's own
/// borders.
struct Frame {
  std::vector<double> rows, columns;

  bool empty() const { return rows.empty(); }
};

/// The frame of a map of this size, which a layer has for a picture of size `picture` or an octave
/// of it (so the map is the picture halved a number of times, with what is left over dropped). The
/// outermost `margin` pixels on each side of the picture do not count, and the map's pixels count
/// for the part of their area that does. Empty if the margin is 0.
Frame frame_of(const Size& picture, int64_t margin, const Size& map);

/// The frame of a part of the map.
Frame part_of_frame(const Frame& frame, int64_t left, int64_t top, const Size& part);

/// A rectangle of a map with the weights of its pixels.
struct Strip {
  int64_t left, top;
  at::Tensor weights;  ///< [1, 1, height, width]

  /// The same rectangle of features [1, C, H, W]; a view.
  at::Tensor of(const at::Tensor& features) const;
};

/// Rectangles that do not overlap and contain all pixels that count less than 1. The weights get
/// the type and device of `options`.
std::vector<Strip> strips_of(const Frame& frame, const at::TensorOptions& options);

/// The weights of all pixels, [1, 1, H, W].
at::Tensor weights_of(const Frame& frame, const at::TensorOptions& options);

/// The sum of the weights of all pixels.
double area_of(const Frame& frame);

}  // namespace stylize
