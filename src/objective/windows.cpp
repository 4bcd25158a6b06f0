#include "stylize/objective/windows.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "halvings.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

// The shortest core that is worth its margins. Cores begin at multiples of it. As far as
// block 4, the places of their features are then whole runs of those that a Gram matrix sums in
// single precision (kernels/feature_products.h).
constexpr int64_t kSmallestCore = 64;

int64_t step_of_cores(const Network& network) {
  return std::max(kSmallestCore, network.step_of_windows());
}

// Rounds up to whole steps.
int64_t in_steps(int64_t length, int64_t step) {
  return (length + step - 1) / step * step;
}

// The cores along one side of the picture, of `core` pixels. The first and the last may be longer,
// by what they need of no margin at the picture's border.
std::vector<Span> cores_of(int64_t length, int64_t core, int64_t step, int64_t margin) {
  std::vector<Span> spans;
  for (int64_t first = 0; first < length;) {
    int64_t last = first == 0 ? (core + margin) / step * step : first + core;
    if (first + core + margin >= length) last = length;
    spans.push_back({first, last});
    first = last;
  }
  return spans;
}

// As few cores as `side` allows, and none longer than that takes.
std::vector<Span> cores(int64_t length, int64_t side, int64_t step, int64_t margin) {
  if (side == 0 || length <= side) return {{0, length}};
  const std::vector<Span> longest =
      cores_of(length, std::max(step, (side - 2 * margin) / step * step), step, margin);
  for (int64_t core = step;; core += step) {
    std::vector<Span> spans = cores_of(length, core, step, margin);
    if (spans.size() == longest.size()) return spans;
  }
}

Span widened(const Span& core, int64_t margin, int64_t length) {
  return {std::max<int64_t>(core.first - margin, 0), std::min(core.last + margin, length)};
}

// A value is rounded differently if another one of its tile differs, so what a cut changes must not
// even reach the tiles that a core depends on. They begin up to this much before what it depends
// on.
int64_t before_a_tile(const Network& network) {
  return network.step_of_windows() - network.stride();
}

}  // namespace

int64_t margin_for_features(const Network& network) {
  return in_steps(network.halo() + before_a_tile(network), network.step_of_windows());
}

int64_t margin_for_gradient(const Network& network) {
  const int64_t for_features = in_steps(network.halo(), network.stride());
  return in_steps(for_features + network.halo() + 2 * before_a_tile(network),
                  network.step_of_windows());
}

int64_t smallest_window(const Network& network) {
  return 2 * margin_for_gradient(network) + step_of_cores(network);
}

std::vector<Window> windows_of(const Size& picture, int64_t side, const Network& network) {
  const int64_t near = margin_for_features(network), far = margin_for_gradient(network);
  std::vector<Window> windows;
  for (const Span& rows : cores(picture.height, side, step_of_cores(network), far)) {
    for (const Span& columns : cores(picture.width, side, step_of_cores(network), far)) {
      windows.push_back({columns, rows, widened(columns, near, picture.width),
                         widened(rows, near, picture.height), widened(columns, far, picture.width),
                         widened(rows, far, picture.height)});
    }
  }
  return windows;
}

WindowSizes largest_sizes(const std::vector<Window>& windows) {
  const auto add = [](const Span& columns, const Span& rows, Size& largest) {
    largest.width = std::max(largest.width, columns.length());
    largest.height = std::max(largest.height, rows.length());
  };
  WindowSizes sizes{};
  for (const Window& window : windows) {
    add(window.columns, window.rows, sizes.core);
    add(window.columns_of_features, window.rows_of_features, sizes.features);
    add(window.columns_of_gradient, window.rows_of_gradient, sizes.gradient);
  }
  return sizes;
}

Area core_in(const Window& window, const Span& columns, const Span& rows) {
  return {window.columns.first - columns.first, window.rows.first - rows.first,
          window.columns.last - columns.first, window.rows.last - rows.first};
}

at::Tensor cut_out(const at::Tensor& picture, const Span& columns, const Span& rows) {
  return picture.narrow(2, rows.first, rows.length())
      .narrow(3, columns.first, columns.length())
      .contiguous();
}

MapPart part_at(const Size& picture, const Span& columns, const Span& rows,
                const at::Tensor& features, std::size_t octave, double share, std::size_t layer) {
  const int64_t times = halvings(columns.length(), features.size(3));
  return {octave,
          share,
          layer,
          {picture.width >> times, picture.height >> times},
          columns.first >> times,
          rows.first >> times};
}

void see_features(Network& network, const at::Tensor& picture, const std::vector<Window>& windows,
                  std::size_t octave, double share,
                  const std::function<void(const MapPart&, const at::Tensor&)>& see) {
  const Size size = size_of(picture);
  for (const Window& window : windows) {
    const Features features = network.features_of_part(
        cut_out(picture, window.columns_of_features, window.rows_of_features),
        core_in(window, window.columns_of_features, window.rows_of_features));
    for (std::size_t i = 0; i < features.size(); ++i) {
      network.check();
      MapPart part = part_at(size, window.columns_of_features, window.rows_of_features, features[i],
                             octave, share, i);
      const int64_t times = halvings(size.width, part.map.width);
      const Span columns{window.columns.first >> times, window.columns.last >> times};
      const Span rows{window.rows.first >> times, window.rows.last >> times};
      if (columns.length() == 0 || rows.length() == 0) continue;
      const at::Tensor core = features[i]
                                  .narrow(2, rows.first - part.top, rows.length())
                                  .narrow(3, columns.first - part.left, columns.length());
      part.left = columns.first;
      part.top = rows.first;
      see(part, core.contiguous(core.suggest_memory_format()));
    }
  }
}

}  // namespace stylize
