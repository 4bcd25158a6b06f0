#include "video/ffmpeg.h"

#include <cstdio>

#include "machine/child_process.h"

namespace stylize {
namespace {

// Demuxers of files that name no others.
constexpr const char* kFormats =
    "mov,matroska,webm,avi,mpeg,mpegts,mpegvideo,gif,apng,ogg,flv,asf,nut,ivf,m4v,h264,hevc,mjpeg,"
    "yuv4mpegpipe";

}  // namespace

void check_ffmpeg(const std::string& name) {
  for (const char* program : {"ffmpeg", "ffprobe"}) {
    if (has_program(program)) continue;
    throw Error(ErrorKind::kInput, name + ": needs the program " + program +
                                       ", which is missing; install Debian's package ffmpeg");
  }
}

Arguments reading_limits() {
  return {"-protocol_whitelist", "file,pipe", "-format_whitelist", kFormats};
}

Arguments reading(const std::string& file, const ClipPart& part) {
  Arguments arguments = reading_limits();
  if (part.from > 0) arguments.insert(arguments.end(), {"-ss", seconds_text(part.from)});
  if (part.to > 0) arguments.insert(arguments.end(), {"-to", seconds_text(part.to)});
  arguments.insert(arguments.end(), {"-i", "file:" + file});
  return arguments;
}

std::string seconds_text(double seconds) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.6f", seconds);
  return text;
}

std::string ratio_text(const Ratio& ratio) {
  return std::to_string(ratio.numerator) + "/" + std::to_string(ratio.denominator);
}

}  // namespace stylize
