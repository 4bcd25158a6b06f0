#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/image.h"
#include "video/frame_pattern.h"

namespace stylize {

/// A number as a ratio: frames per second, or the length of a tick.
struct Ratio {
  int64_t numerator = 0, denominator = 1;
};

/// What is known of a clip before its frames are read.
struct ClipInfo {
  std::optional<int64_t> frames;  ///< as many as there should be
  Ratio rate = {25, 1};           ///< frames per second, or their mean
  /// When each frame begins, in seconds from the first one on, and at last when the last one ends:
  /// where frames do not come at equal intervals; empty where they do.
  std::vector<double> times;
  double first = 0;  ///< when the first frame begins, in seconds from the begin of the file
  bool sound = false, subtitles = false;
  std::string container;         ///< ffprobe's name of the format: "matroska,webm"; of files alone
  std::string colour_space;      ///< ffmpeg's name of the matrix: "bt709"; empty: not said
  std::string colour_primaries;  ///< likewise
  std::string colour_transfer;
};

/// The frames of a clip, one after the other.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  virtual const ClipInfo& info() const = 0;

  /// The next frame, opaque; nullopt after the last one. Throws Error (kInput, kRead) when it
  /// cannot be read, as when a file is damaged or ends early.
  virtual std::optional<Image> next() = 0;
};

/// Which part of a clip is read.
struct ClipPart {
  int64_t start_number = -1;  ///< of the first frame of a pattern; -1: the first of 0 to 9 there is
  double from = 0;            ///< seconds; of files and streams
  double to = 0;              ///< seconds; 0: to the end
};

struct ClipReadOptions {
  ClipPart part = {};
  int64_t max_pixels = 200'000'000;  ///< of a frame
  Ratio rate = {25, 1};              ///< frames per second of a pattern
};

/// Opens a clip: a pattern, "-" for YUV4MPEG on standard input, else a file of any kind with a
/// video stream that ffprobe knows. Throws Error (kInput, kRead), also where ffmpeg is missing.
std::unique_ptr<FrameSource> open_clip(const std::string& name, const ClipReadOptions& options);

}  // namespace stylize
