#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "stylize/image/image.h"
#include "stylize/network/network.h"
#include "stylize/objective/term.h"

namespace stylize {

/// The pixels from `first` to before `last` of a line or a column.
struct Span {
  int64_t first = 0, last = 0;
  int64_t length() const { return last - first; }
};

/// A part of a picture that is looked at by itself. Cores cover the picture, each pixel in one of
/// them, and begin at multiples of the network's stride. Around the core a window has what the
/// network must see, cut at the picture's borders.
struct Window {
  Span columns, rows;                                    ///< the core
  Span columns_of_features = {}, rows_of_features = {};  ///< so that the core's features are right
  Span columns_of_gradient = {}, rows_of_gradient = {};  ///< so that the core's gradient is right
};

/// What the core has around it at each side, in whole strides: features see Network::halo() pixels;
/// a pixel's gradient comes from features as far away, which stand for whole strides and see as far
/// again beyond them.
int64_t margin_for_features(const Network& network);
int64_t margin_for_gradient(const Network& network);

/// The smallest side of a window that is worth its margins.
int64_t smallest_window(const Network& network);

/// The windows of a picture, row by row, of which no side with the margin for the gradient is
/// longer than `side`, which is at least smallest_window(); one where the whole picture is not
/// larger, or `side` is 0. All have about the same size.
std::vector<Window> windows_of(const Size& picture, int64_t side, const Network& network);

/// Calls `see` with the features of the core of each window of a picture [1, 3, H, W], layer by
/// layer, and where they lie; not where a layer has none there. Of a single window they are the
/// features that the network gave.
void see_features(Network& network, const at::Tensor& picture, const std::vector<Window>& windows,
                  std::size_t octave, double share,
                  const std::function<void(const MapPart&, const at::Tensor&)>& see);

/// Where features of a part of a picture lie in the map of their layer.
MapPart part_at(const Size& picture, const Span& columns, const Span& rows,
                const at::Tensor& features, std::size_t octave, double share, std::size_t layer);

/// That part of a picture.
at::Tensor cut_out(const at::Tensor& picture, const Span& columns, const Span& rows);

}  // namespace stylize
