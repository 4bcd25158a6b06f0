#include "video/ffmpeg_source.h"

#include "stylize/error.h"
#include "stylize/image/size_of.h"
#include "video/clip_probe.h"
#include "video/ffmpeg.h"

namespace stylize {
namespace {

Arguments decoding(const std::string& file, int stream, const ClipReadOptions& options) {
  Arguments arguments = {"ffmpeg", "-nostdin",    "-v",
                         "error",  "-max_pixels", std::to_string(options.max_pixels)};
  append(reading(file, options.part), arguments);
  append({"-map", "0:" + std::to_string(stream)}, arguments);
  append(writing_ppm(), arguments);
  return arguments;
}

}  // namespace

FfmpegSource::FfmpegSource(const std::string& file, const ClipReadOptions& options)
    : file_(file),
      max_pixels_(options.max_pixels),
      frames_([this](void* bytes, std::size_t size) { return ffmpeg_->read(bytes, size); }) {
  check_ffmpeg(file);
  const ProbedClip clip = probe_clip(file, options.part);
  info_ = clip.info;
  missing_ = clip.missing;
  ffmpeg_ =
      std::make_unique<ChildProcess>(decoding(file, clip.stream, options),
                                     ChildProcess::Stream::kNothing, ChildProcess::Stream::kPipe);
}

// A stream that ends within a frame does so because of ffmpeg, which says why.
std::optional<Image> FfmpegSource::read_frame() {
  try {
    return frames_.next(file_, max_pixels_);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInput && frames_.ended()) check_end();
    throw;
  }
}

std::optional<Image> FfmpegSource::next() {
  std::optional<Image> frame = read_frame();
  if (!frame) {
    check_end();
    return frame;
  }
  if (!size_) size_ = frame->size();
  if (frame->size() != *size_) {
    throw Error(ErrorKind::kInput, file_ + ": frame " + std::to_string(count_ + 1) +
                                       " is of another size than those before");
  }
  ++count_;
  return frame;
}

// What ffmpeg says while all frames come is no reason to stop.
void FfmpegSource::check_end() {
  const int code = ffmpeg_->wait();
  const std::string how = how_it_ended("ffmpeg", *ffmpeg_, code);
  const std::string after = " after " + std::to_string(count_) + " frames (";
  if (ffmpeg_->signal() != 0) {
    throw Error(ErrorKind::kRead, file_ + ": reading ended" + after + how + ")");
  }
  const bool all = info_.frames && count_ >= *info_.frames;
  const bool complete = (code == 0 && ffmpeg_->last_line().empty()) || all;
  if (complete && missing_.empty()) return;
  throw Error(ErrorKind::kInput,
              file_ + ": ends early" + after + (missing_.empty() ? how : missing_) + ")");
}

}  // namespace stylize
