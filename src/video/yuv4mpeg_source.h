#pragma once

#include <memory>
#include <thread>

#include "machine/child_process.h"
#include "video/frame_source.h"
#include "video/ppm_stream.h"

namespace stylize {

/// YUV4MPEG on standard input. Its frame rate is read here; the rest goes through ffmpeg, which
/// knows all its kinds of colours.
class Yuv4mpegSource : public FrameSource {
 public:
  /// Throws Error (kInput) unless it begins with YUV4MPEG2.
  explicit Yuv4mpegSource(const ClipReadOptions& options);
  ~Yuv4mpegSource() override;

  const ClipInfo& info() const override { return info_; }
  std::optional<Image> next() override;

 private:
  void feed(const std::string& header, uint64_t frame_bytes);
  void check_end();
  void end_feeding();

  const int64_t max_pixels_;
  ClipInfo info_;
  std::unique_ptr<ChildProcess> ffmpeg_;
  PpmStream frames_;
  int stop_read_ = -1, stop_write_ = -1;  // a pipe that is closed to end the feeding
  bool ends_early_ = false;               // of the feeder until it is joined
  std::thread feeder_;
};

}  // namespace stylize
