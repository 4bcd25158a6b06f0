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

Arguments reading(const std::string& file, const ClipPart& part) {
  Arguments arguments = {"-protocol_whitelist", "file,pipe", "-format_whitelist", kFormats};
  if (part.from > 0) append({"-ss", seconds_text(part.from)}, arguments);
  if (part.to > 0) append({"-to", seconds_text(part.to)}, arguments);
  append({"-i", "file:" + file}, arguments);
  return arguments;
}

Arguments writing_ppm() {
  return {"-fps_mode", "passthrough",
          "-vf",       "scale=iw*sar:ih:flags=bicubic+accurate_rnd+full_chroma_int,setsar=1",
          "-c:v",      "ppm",
          "-pix_fmt",  "rgb24",
          "-f",        "image2pipe",
          "pipe:1"};
}

std::string ask_ffprobe(const std::string& file, const Arguments& questions, std::size_t most) {
  Arguments arguments = {"ffprobe", "-v", "error"};
  append(questions, arguments);
  append(reading(file), arguments);
  ChildProcess program(arguments, ChildProcess::Stream::kNothing, ChildProcess::Stream::kPipe);
  std::string text = program.read_all(most, file);
  if (program.wait() != 0) {
    throw Error(ErrorKind::kInput,
                file + ": is no video that is read (ffprobe: " + program.last_line() + ")");
  }
  return text;
}

void append(const Arguments& more, Arguments& arguments) {
  arguments.insert(arguments.end(), more.begin(), more.end());
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
