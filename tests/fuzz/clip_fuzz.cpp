// What is read of a clip: ffprobe's description of its streams, its list of packets, the frames
// that ffmpeg decodes, the first line of YUV4MPEG and the lengths of its frames, how a container
// begins.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "stylize/error.h"
#include "video/clip_probe.h"
#include "video/container_end.h"
#include "video/ppm_stream.h"
#include "video/yuv4mpeg_header.h"

namespace {

void look_at_probe(const std::string& text) {
  stylize::ProbedClip clip;
  clip.tick = {1, 90000};
  try {
    clip = stylize::parse_probe(text, "clip");
  } catch (const stylize::Error&) {
    // Refused; its packets may come with any rate.
  }
  if (clip.tick.numerator <= 0 || clip.tick.denominator <= 0) return;
  stylize::add_packets(text, {}, clip.tick, clip.info);
  stylize::add_packets(text, {-1, 0.5, 2}, clip.tick, clip.info);
}

void look_at_frames(const uint8_t* data, std::size_t size) {
  stylize::PpmStream frames([&](void* bytes, std::size_t most) {
    const std::size_t count = std::min(most, size);
    std::memcpy(bytes, data, count);
    data += count;
    size -= count;
    return count;
  });
  try {
    while (frames.next("clip", 1 << 16)) {
    }
  } catch (const stylize::Error&) {
    // Refused, as it should be.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  look_at_probe(text);
  look_at_frames(data, size);
  stylize::Yuv4mpegFrames frames(stylize::parse_yuv4mpeg_header(text).frame_bytes);
  frames.add(text.data(), text.size());
  stylize::missing_bytes(text.substr(0, 12), text.empty() ? '\0' : text.back(), size);
  return 0;
}
