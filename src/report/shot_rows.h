#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "frames_row.h"

namespace stylize {

/// Makes a row of each shot of a clip from the reports of its frames.
class ShotRows {
 public:
  /// Shots are painted side by side by so many painters, in turns.
  explicit ShotRows(int painters) : painters_(painters < 1 ? 1 : painters) {}

  /// Adds the next frame of a shot (FramesEntry::shot). Returns the rows that are complete now:
  /// those of earlier shots of its painter.
  std::vector<JobReport> add(const JobReport& frame);

  /// Of the shots that may still go on.
  const std::map<int64_t, FramesRow>& open() const { return open_; }

 private:
  const int painters_;
  std::map<int64_t, FramesRow> open_;  // by number
};

}  // namespace stylize
