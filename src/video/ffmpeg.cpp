#include "video/ffmpeg.h"

#include <cstdio>
#include <utility>

#include "machine/child_process.h"

namespace stylize {
namespace {

// Demuxers of files that name no others.
constexpr const char* kFormats =
    "mov,matroska,webm,avi,mpeg,mpegts,mpegvideo,gif,apng,ogg,flv,asf,nut,ivf,m4v,h264,hevc,mjpeg,"
    "yuv4mpegpipe";

// "[mov @ 0x55d6] partial file" without what differs from run to run.
std::string without_address(const std::string& line) {
  const std::size_t end = line.find("] ");
  return !line.empty() && line.front() == '[' && end != std::string::npos ? line.substr(end + 2)
                                                                          : line;
}

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

std::string how_it_ended(const std::string& program, const ChildProcess& process, int code) {
  if (process.signal() != 0) {
    return program + " was ended by signal " + std::to_string(process.signal());
  }
  const std::string last_line = process.last_line();
  if (last_line.empty()) return program + ": exit code " + std::to_string(code);
  return program + ": " + without_address(last_line);
}

ProbeAnswer ask_ffprobe(const std::string& file, const Arguments& questions, std::size_t most) {
  Arguments arguments = {"ffprobe", "-v", "error"};
  append(questions, arguments);
  append(reading(file), arguments);
  ChildProcess program(arguments, ChildProcess::Stream::kNothing, ChildProcess::Stream::kPipe);
  std::string text = program.read_all(most, file);
  const int code = program.wait();
  if (code == 0) return {std::move(text), without_address(program.last_line())};
  const std::string why = how_it_ended("ffprobe", program, code);
  if (program.signal() != 0) {
    throw Error(ErrorKind::kRead, file + ": cannot be looked at (" + why + ")");
  }
  throw Error(ErrorKind::kInput, file + ": is no video that is read (" + why + ")");
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
