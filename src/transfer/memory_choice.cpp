#include "transfer/memory_choice.h"

#include <algorithm>
#include <limits>

#include "canvas.h"
#include "stylize/objective/windows.h"

namespace stylize {
namespace {

constexpr int64_t kNoWindow = 0;

// One way to paint within less memory. If it uses windows, the options have its smallest window.
struct Way {
  TransferOptions options;
  bool shortens_history = false;  // as much as needed, but not below kSmallestHistory
};

int64_t whole_steps(int64_t pixels, int64_t step) {
  return (pixels + step - 1) / step * step;
}

// All ways, the best first.
std::vector<Way> ways_of(const TransferSizes& sizes, const TransferOptions& options) {
  // For windows larger than this the margins cost little.
  constexpr int64_t kLarge = 1024;
  const Network& network = sizes.network;
  const int64_t large = whole_steps(kLarge, network.step_of_windows());
  const int64_t half_core = 4 * margin_for_gradient(network);
  const int64_t smallest = smallest_window(network);
  const bool remembers = options.optimizer == OptimizerKind::kLbfgs;
  // Neighbours compare every place of the whole picture with every place of a whole style.
  const bool takes_windows = options.objective.style_loss != StyleLoss::kNeighbours;
  std::vector<Way> ways;
  const auto add = [&](int64_t window, bool history, bool features, bool shorten = false) {
    if (window > 0 && !takes_windows) return;
    Way way{options, shorten && remembers};
    way.options.window = window;
    way.options.stores_history = history && remembers;
    way.options.stores_features = features;
    ways.push_back(way);
  };
  add(kNoWindow, false, false);
  add(kNoWindow, true, false);
  add(large, true, false);
  add(half_core, true, true);
  add(half_core, false, false);
  add(smallest, true, true);
  add(smallest, false, false);
  add(kNoWindow, false, false, true);
  add(smallest, true, true, true);
  add(smallest, false, false, true);
  return ways;
}

MemoryUse use_of(const TransferSizes& sizes, const TransferOptions& options) {
  return transfer_memory(sizes.network, sizes.output, sizes.styles, options, sizes.labels);
}

bool is_enough(const TransferSizes& sizes, const TransferOptions& options, const MemoryUse& room) {
  const MemoryUse use = use_of(sizes, options);
  return use.memory <= room.memory && use.disk <= room.disk;
}

// The options, which fit as they are, with the largest window with which they still fit.
TransferOptions with_largest_window(const TransferSizes& sizes, TransferOptions options,
                                    const MemoryUse& room) {
  const int64_t step = sizes.network.step_of_windows();
  const Size canvas = canvas_size(sizes.output);
  int64_t longest = std::max(canvas.width, canvas.height);
  for (const Size& style : sizes.styles) longest = std::max({longest, style.width, style.height});
  int64_t largest = options.window / step;
  int64_t too_large = std::max(longest / step, largest) + 2;
  while (too_large - largest > 1) {
    const int64_t steps = (largest + too_large) / 2;
    options.window = steps * step;
    (is_enough(sizes, options, room) ? largest : too_large) = steps;
  }
  options.window = largest * step;
  return options;
}

void shorten_history(const TransferSizes& sizes, const MemoryUse& room, TransferOptions& options) {
  while (!is_enough(sizes, options, room) && options.history > kSmallestHistory) --options.history;
}

}  // namespace

std::optional<TransferOptions> that_fit(const TransferSizes& sizes, const TransferOptions& options,
                                        const MemoryUse& room) {
  for (Way& way : ways_of(sizes, options)) {
    if (way.shortens_history) shorten_history(sizes, room, way.options);
    if (!is_enough(sizes, way.options, room)) continue;
    return way.options.window > 0 ? with_largest_window(sizes, way.options, room) : way.options;
  }
  return {};
}

int64_t least_memory(const TransferSizes& sizes, const TransferOptions& options, int64_t disk) {
  int64_t least = std::numeric_limits<int64_t>::max();
  for (Way& way : ways_of(sizes, options)) {
    if (way.shortens_history) {
      way.options.history = std::min(way.options.history, kSmallestHistory);
    }
    const MemoryUse use = use_of(sizes, way.options);
    if (use.disk <= disk) least = std::min(least, use.memory);
  }
  return least;
}

}  // namespace stylize
