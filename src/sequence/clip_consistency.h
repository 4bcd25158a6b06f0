#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "video/frame_source.h"

namespace stylize {

/// The warping errors (motion/warping_error.h) between a frame and one before it, of a result and
/// of its source.
struct FrameErrors {
  int64_t frame = 0;  ///< from 1 on
  double result = 0, source = 0;
};

/// How consistent a result is in time, by the motion of its source.
struct ClipConsistency {
  int64_t frames = 0, shots = 0;
  std::vector<FrameErrors> neighbours;  ///< against the frame before, within shots
  std::vector<FrameErrors> first;       ///< against the first frame of the shot
};

/// Their means; 0 where there are none.
FrameErrors mean_of(const std::vector<FrameErrors>& errors);

/// Reads both clips to their ends. The source is scaled to the size of the result; a score of
/// `cut_threshold` begins a shot (ShotDetector). Pairs of frames of which nothing is reliable are
/// left out. Throws Error (kInput) that begins with `name` when the result has not as many frames,
/// and what the clips throw.
ClipConsistency measure_consistency(FrameSource& source, FrameSource& result, double cut_threshold,
                                    const std::string& name);

}  // namespace stylize
