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
  ffmpeg_ =
      std::make_unique<ChildProcess>(decoding(file, clip.stream, options),
                                     ChildProcess::Stream::kNothing, ChildProcess::Stream::kPipe);
}

std::optional<Image> FfmpegSource::next() {
  std::optional<Image> frame = frames_.next(file_, max_pixels_);
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
  const std::string line = ffmpeg_->last_line();
  const bool all = info_.frames && count_ >= *info_.frames;
  if ((code == 0 && line.empty()) || all) return;
  throw Error(ErrorKind::kInput,
              file_ + ": ends after " + std::to_string(count_) + " frames (ffmpeg: " + line + ")");
}

}  // namespace stylize
