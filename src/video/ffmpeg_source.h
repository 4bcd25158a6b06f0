#pragma once

#include <string>

#include "machine/child_process.h"
#include "video/frame_source.h"
#include "video/ppm_stream.h"

namespace stylize {

/// The frames of a video file, as ffmpeg decodes them: turned upright, with square pixels.
class FfmpegSource : public FrameSource {
 public:
  /// Throws Error (kInput, kRead).
  FfmpegSource(const std::string& file, const ClipReadOptions& options);

  const ClipInfo& info() const override { return info_; }
  std::optional<Image> next() override;

 private:
  std::optional<Image> read_frame();
  void check_end();

  const std::string file_;
  const int64_t max_pixels_;
  ClipInfo info_;
  std::string missing_;  // ProbedClip::missing
  std::unique_ptr<ChildProcess> ffmpeg_;
  PpmStream frames_;
  std::optional<Size> size_;
  int64_t count_ = 0;
};

}  // namespace stylize
