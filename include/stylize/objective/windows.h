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

/// The pixels of a row or column from `first` up to but not including `last`.
struct Span {
  int64_t first = 0, last = 0;
  int64_t length() const { return last - first; }
};

/// A part of a picture that passes through the network by itself. Its core is what results are
/// wanted for: the cores of all windows cover the picture, with each pixel in exactly one of them,
/// and begin at multiples of Network::step_of_windows(). Around the core a window has a margin that
/// the network must see as well, cut off at the picture's borders.
struct Window {
  Span columns, rows;                                    ///< the core
  Span columns_of_features = {}, rows_of_features = {};  ///< what the core's features depend on
  Span columns_of_gradient = {}, rows_of_gradient = {};  ///< what the core's gradient depends on
};

/// The width in pixels of the margin on each side of a core, in whole steps. For features it is a
/// little more than Network::halo(). For a gradient it is about twice that: the gradient of a pixel
/// comes from features up to a halo away, each of which stands for a whole stride and sees another
/// halo beyond it. With these margins, features and gradients in the core are those of the whole
/// picture, bit for bit, if the network computes every value in the same way wherever it lies.
int64_t margin_for_features(const Network& network);
int64_t margin_for_gradient(const Network& network);

/// The smallest side that a window may have, margins included. A shorter core would not be worth
/// its margins.
int64_t smallest_window(const Network& network);

/// The windows of a picture, row by row. No side of a window, with the margin for the gradient, is
/// longer than `side`, which is at least smallest_window(). A picture that is no larger, or `side`
/// 0, gives a single window. All windows have about the same size.
std::vector<Window> windows_of(const Size& picture, int64_t side, const Network& network);

/// The longest sides among windows: of their cores, and with what features and gradients depend on.
struct WindowSizes {
  Size core, features, gradient;
};

WindowSizes largest_sizes(const std::vector<Window>& windows);

/// Runs the network on each window of a picture [1, 3, H, W] and calls `see` for each layer with
/// the place and the features of the window's core. It is not called where a core is too small to
/// have a pixel in a layer's map. `octave` and `share` are passed on in the MapPart. If there is a
/// single window, the features are those that the network returned, without a copy.
void see_features(Network& network, const at::Tensor& picture, const std::vector<Window>& windows,
                  std::size_t octave, double share,
                  const std::function<void(const MapPart&, const at::Tensor&)>& see);

/// The place, in the map of their layer, of the features that the network gives for a part of a
/// picture.
MapPart part_at(const Size& picture, const Span& columns, const Span& rows,
                const at::Tensor& features, std::size_t octave, double share, std::size_t layer);

/// The core of a window as a part of these columns and rows of the picture.
Area core_in(const Window& window, const Span& columns, const Span& rows);

/// That part of a picture [1, C, H, W], contiguous in memory.
at::Tensor cut_out(const at::Tensor& picture, const Span& columns, const Span& rows);

}  // namespace stylize
