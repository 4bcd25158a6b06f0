#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "video/frame_source.h"

struct WebPAnimDecoder;

namespace stylize {

/// Whether a regular file is an animated WebP, by its first bytes; false for all else, and for what
/// cannot be read.
bool is_animated_webp(const std::string& file);

/// The frames of an animated WebP, which ffmpeg does not read; transparent places are white.
class WebpSource : public FrameSource {
 public:
  /// Throws Error (kInput, kRead).
  WebpSource(const std::string& file, const ClipReadOptions& options);

  const ClipInfo& info() const override { return info_; }
  std::optional<Image> next() override;

 private:
  struct DeleteDecoder {
    void operator()(WebPAnimDecoder* decoder) const;
  };

  [[noreturn]] void fail(const std::string& why) const;
  std::vector<int64_t> read_times(int64_t max_pixels);
  void choose_part(const std::vector<int64_t>& times, const ClipPart& part);

  const std::string file_;
  std::vector<uint8_t> bytes_;
  std::unique_ptr<WebPAnimDecoder, DeleteDecoder> decoder_;
  ClipInfo info_;
  int64_t width_ = 0, height_ = 0;  // pixels
  int64_t number_ = 0;              // of frames that were read
  int64_t begin_ = 0, end_ = 0;     // numbers of the frames that are wanted
};

}  // namespace stylize
