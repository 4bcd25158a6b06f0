#include "winograd_tiles.h"

#include <algorithm>
#include <cstddef>

#include "kernels/kernel_table.h"

namespace stylize::winograd {
namespace {

using kernels::kTile;

// A unit along one side of the picture.
struct Line {
  int64_t length;  // of its map, before its pooling
  bool pools;
};

Range clipped(const Range& range, int64_t length) {
  return {std::max<int64_t>(range.first, 0), std::min(range.last, length)};
}

Range doubled(const Range& range) {
  return {2 * range.first, 2 * range.last};
}

Range halved(const Range& range) {
  return {range.first / 2, (range.last + 1) / 2};
}

Range tiles_covering(const Range& values) {
  return {values.first / kTile, (values.last + kTile - 1) / kTile};
}

// The values that a convolution reads to compute these tiles.
Range input_of(const Range& tiles, int64_t length) {
  return clipped({tiles.first * kTile - 1, tiles.last * kTile + 1}, length);
}

Range united(const Range& a, const Range& b) {
  if (a.length() <= 0) return b;
  if (b.length() <= 0) return a;
  return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

// Of every unit the tiles, and of the first its pixels, on which features of `part` depend.
std::vector<Range> lines_of_features(const std::vector<Line>& lines, const Range& part) {
  std::vector<Range> parts{part};  // as it is in each map
  for (std::size_t i = 1; i < lines.size(); ++i) {
    parts.push_back(lines[i - 1].pools ? halved(parts.back()) : parts.back());
  }
  std::vector<Range> work(lines.size());
  Range needed;
  for (std::size_t i = lines.size(); i-- > 0;) {
    needed = clipped(united(needed, parts[i]), lines[i].length);
    work[i] = i == 0 ? needed : tiles_covering(needed);
    if (i == 0) break;
    needed = input_of(work[i], lines[i].length);
    if (lines[i - 1].pools) needed = doubled(needed);
  }
  return work;
}

// Of every unit the tiles of its input's gradient, and of the first its pixels, on which the
// gradient of `part` depends.
std::vector<Range> lines_of_gradient(const std::vector<Line>& lines, const Range& part) {
  std::vector<Range> work{part};
  Range needed = clipped({part.first - 1, part.last + 1}, lines[0].length);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i - 1].pools) needed = halved(needed);
    work.push_back(tiles_covering(clipped(needed, lines[i].length)));
    needed = input_of(work.back(), lines[i].length);
  }
  return work;
}

using OfLines = std::vector<Range> (*)(const std::vector<Line>&, const Range&);

Work work_for(const std::vector<Unit>& units, const Plan& plan, const Area& part, OfLines of) {
  std::vector<Line> down, across;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool pools = units[i].pool != kernels::PoolKind::kNone;
    down.push_back({plan.units[i].height, pools});
    across.push_back({plan.units[i].width, pools});
  }
  const std::vector<Range> rows = of(down, {part.top, part.bottom});
  const std::vector<Range> columns = of(across, {part.left, part.right});
  Work work{rows.front(), std::vector<Tiles>(units.size())};
  for (std::size_t i = 1; i < units.size(); ++i) work.tiles[i] = {rows[i], columns[i]};
  return work;
}

}  // namespace

Work work_for_features(const std::vector<Unit>& units, const Plan& plan, const Area& part) {
  return work_for(units, plan, part, lines_of_features);
}

Work work_for_gradient(const std::vector<Unit>& units, const Plan& plan, const Area& part) {
  return work_for(units, plan, part, lines_of_gradient);
}

}  // namespace stylize::winograd
