#include <utility>

#include "video/ffmpeg_source.h"
#include "video/frame_source.h"
#include "video/pattern_source.h"
#include "video/webp_source.h"
#include "video/yuv4mpeg_source.h"

namespace stylize {

std::unique_ptr<FrameSource> open_clip(const std::string& name, const ClipReadOptions& options) {
  if (name == "-") return std::make_unique<Yuv4mpegSource>(options);
  if (auto pattern = pattern_of_clip(name)) {
    return std::make_unique<PatternSource>(*std::move(pattern), options);
  }
  if (is_animated_webp(name)) return std::make_unique<WebpSource>(name, options);
  return std::make_unique<FfmpegSource>(name, options);
}

}  // namespace stylize
