#include "stylize/objective/windows.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "halvings.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

// The shortest core that is worth its margins.
constexpr int64_t kSmallestCore = 64;

// Rounds up to whole strides.
int64_t in_strides(int64_t length, int64_t stride) {
  return (length + stride - 1) / stride * stride;
}

// The cores along one side of the picture. With their margins they become frames of the same
// length, each overlapping the next by two margins.
std::vector<Span> cores(int64_t length, int64_t side, int64_t stride, int64_t margin) {
  const int64_t longest = side / stride * stride;
  if (side == 0 || length <= longest) return {{0, length}};
  const int64_t apart = std::max(longest - 2 * margin, stride);
  const int64_t between = length - 2 * margin;
  const int64_t count = std::max<int64_t>(2, (between + apart - 1) / apart);
  const int64_t step = in_strides((between + count - 1) / count, stride);
  std::vector<Span> spans;
  for (int64_t first = 0; first < length;) {
    const int64_t frame = std::max<int64_t>(first - margin, 0);
    int64_t last = frame + step + margin;
    if (last + margin >= length) last = length;
    spans.push_back({first, last});
    first = last;
  }
  return spans;
}

Span widened(const Span& core, int64_t margin, int64_t length) {
  return {std::max<int64_t>(core.first - margin, 0), std::min(core.last + margin, length)};
}

}  // namespace

int64_t margin_for_features(const Network& network) {
  return in_strides(network.halo(), network.stride());
}

int64_t margin_for_gradient(const Network& network) {
  return in_strides(margin_for_features(network) + network.halo(), network.stride());
}

int64_t smallest_window(const Network& network) {
  return 2 * margin_for_gradient(network) + in_strides(kSmallestCore, network.stride());
}

std::vector<Window> windows_of(const Size& picture, int64_t side, const Network& network) {
  const int64_t near = margin_for_features(network), far = margin_for_gradient(network);
  std::vector<Window> windows;
  for (const Span& rows : cores(picture.height, side, network.stride(), far)) {
    for (const Span& columns : cores(picture.width, side, network.stride(), far)) {
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
    const Features features =
        network.features(cut_out(picture, window.columns_of_features, window.rows_of_features));
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
