#pragma once

#include <vector>

namespace stylize {

/// How far back TransferInputs::held may look.
constexpr int kFarthestFrame = 1000;

/// How the frames of a clip follow each other.
struct SequenceOptions {
  std::vector<int> temporal_frames = {1};  ///< rising, >= 1: which frames before a frame hold it
  int frame_iterations = 14;  ///< at the last scale, of a frame that is not the first of its shot
  int frame_scales = 1;       ///< of such a frame
  int passes = 1;             ///< over the frames: forwards, then backwards and forwards in turns
  double cut_threshold = 10;  ///< score of a frame that begins a shot; 100: none does
};

}  // namespace stylize
