#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "settings/job_options.h"

namespace stylize {

/// How much each of several styles counts in each frame of a clip: in the first one as
/// StyleLists::weights says, in the last one as StyleLists::end_weights does, between them in equal
/// steps.
class MovingBlend {
 public:
  /// `frames` of the clip. Throws SettingError when the blend moves and their number is not known.
  MovingBlend(const StyleLists& lists, std::size_t styles, std::optional<int64_t> frames);

  bool moves() const { return !end_.empty(); }

  /// How firmly a frame may be held to the painting before it, which is of another blend: 1 where
  /// the blend does not move, less the faster it does.
  double hold() const;

  /// Of a frame, from 1 on, with a sum of 1; beyond the last one as there. Only of a blend that
  /// moves.
  std::vector<double> weights(int64_t frame) const;

 private:
  std::vector<double> begin_, end_;  // each with a sum of 1; none unless it moves
  int64_t frames_ = 1;
};

}  // namespace stylize
