#pragma once

#include <cstdint>
#include <vector>

#include "stylize/network/network.h"
#include "winograd_plan.h"
#include "winograd_units.h"

namespace stylize::winograd {

/// The numbers from `first` up to but not including `last`.
struct Range {
  int64_t first = 0, last = 0;
  int64_t length() const { return last - first; }
};

/// The tiles of a map in a rectangle of them.
struct Tiles {
  Range rows, columns;
};

/// What a pass must compute: rows of pixels of the first unit, which has no tiles, and tiles of
/// each unit after it. Of the first unit `tiles` has nothing.
struct Work {
  Range rows;
  std::vector<Tiles> tiles;
};

/// All that the features of a part of the picture depend on: each tile that is computed has all of
/// its input. `plan` is for the whole picture.
Work work_for_features(const std::vector<Unit>& units, const Plan& plan, const Area& part);

/// The same for the gradient of a part of the picture. `rows` are those of the part itself.
Work work_for_gradient(const std::vector<Unit>& units, const Plan& plan, const Area& part);

}  // namespace stylize::winograd
