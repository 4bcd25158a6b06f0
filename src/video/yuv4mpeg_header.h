#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "video/frame_source.h"

namespace stylize {

/// What the first line of a YUV4MPEG stream says.
struct Yuv4mpegHeader {
  Ratio rate = {25, 1};      ///< frames per second
  uint64_t frame_bytes = 0;  ///< of a frame after its own line; 0: of colours that are not known
};

Yuv4mpegHeader parse_yuv4mpeg_header(const std::string& line);

/// Follows the bytes after that line, to tell whether they end between two frames.
class Yuv4mpegFrames {
 public:
  explicit Yuv4mpegFrames(uint64_t frame_bytes) : frame_bytes_(frame_bytes) {}

  void add(const char* bytes, std::size_t size);

  /// Whether the last frame is whole; true also when its size is not known.
  bool end_with_a_frame() const { return frame_bytes_ == 0 || (left_ == 0 && !in_line_); }

 private:
  const uint64_t frame_bytes_;
  uint64_t left_ = 0;     // of the frame at work
  bool in_line_ = false;  // that precedes it
};

}  // namespace stylize
