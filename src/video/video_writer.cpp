#include "video/video_writer.h"

#include <ATen/ATen.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "machine/atomic_file.h"
#include "machine/bounded_json.h"
#include "machine/child_process.h"
#include "machine/file_bytes.h"
#include "machine/mapped_file.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "video/ffmpeg.h"
#include "video/video_format.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

constexpr const char* kYuv4mpeg = "x.y4m";
constexpr const char* kTimes = "frames.ffconcat";
constexpr std::size_t kLargestFrame = std::size_t{1} << 31;

VideoFormat format_of(const VideoRequest& request) {
  return *video_format_of(request.output == "-" ? kYuv4mpeg : request.output);
}

// Frames at equal intervals come through a pipe; others by a list with the length of each.
bool comes_by_list(const VideoRequest& request) {
  return static_cast<int64_t>(request.info.times.size()) == request.count + 1 && request.count > 1;
}

void write_list(const VideoRequest& request) {
  std::string text = "ffconcat version 1.0\n";
  const auto& times = request.info.times;
  for (int64_t i = 0; i < request.count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    text += "file " + frame_file("", i + 1).string() + "\noption framerate 90000\nduration " +
            seconds_text(times[index + 1] - times[index]) + "\n";
  }
  // The last one's length counts only if something follows.
  const fs::path path = request.frames / kTimes;
  write_file_atomically(path, text.data(), text.size());
}

Arguments frames_input(const VideoRequest& request) {
  Arguments arguments;
  if (request.info.first > 0) append({"-itsoffset", seconds_text(request.info.first)}, arguments);
  if (comes_by_list(request)) {
    append({"-protocol_whitelist", "file,pipe", "-f", "concat", "-safe", "0", "-i",
            "file:" + (request.frames / kTimes).string()},
           arguments);
  } else {
    append({"-f", "image2pipe", "-c:v", "png", "-framerate", ratio_text(request.info.rate), "-i",
            "pipe:0"},
           arguments);
  }
  return arguments;
}

// Sound as it is; subtitles where the container is the same, since others have other kinds.
Arguments copied_streams(const VideoRequest& request, const VideoFormat& format) {
  Arguments arguments = {"-map", "0:v:0"};
  if (request.source.empty() || !format.sound) return arguments;
  if (request.info.sound) append({"-map", "1:a", "-c:a", "copy"}, arguments);
  const bool same = request.info.container.find(format.source_container) != std::string::npos;
  if (request.info.subtitles && same) append({"-map", "1:s", "-c:s", "copy"}, arguments);
  return arguments;
}

std::string one_of(const std::string& name, const std::set<std::string>& names) {
  return names.count(name) > 0 ? name : "bt709";
}

// The colours of the source where ffmpeg converts to them, else those of high definition.
Arguments colours(const VideoRequest& request, const VideoFormat& format) {
  const std::string matrix = one_of(request.info.colour_space, {"bt709", "smpte170m", "bt470bg"});
  const std::string primaries =
      one_of(request.info.colour_primaries, {"bt709", "smpte170m", "bt470bg"});
  const std::string transfer = one_of(request.info.colour_transfer, {"bt709", "smpte170m"});
  const std::string scale = std::string("scale=out_color_matrix=") +
                            (matrix == "bt709" ? "bt709" : "bt601") +
                            ":out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=";
  return {"-vf",     scale + format.pixels, "-colorspace", matrix,         "-color_primaries",
          primaries, "-color_trc",          transfer,      "-color_range", "tv"};
}

Arguments encoding(const VideoRequest& request, const VideoFormat& format) {
  Arguments arguments;
  if (format.muxer == "gif") {
    return {"-filter_complex", "[0:v]split[a][b];[a]palettegen[p];[b][p]paletteuse", "-loop", "0"};
  }
  if (format.pixels.compare(0, 3, "yuv") == 0) {
    append(colours(request, format), arguments);
  } else {
    append({"-pix_fmt", format.pixels}, arguments);
  }
  append({"-c:v", request.codec.empty() ? format.codec : request.codec}, arguments);
  if (format.muxer == "webp") {
    append({"-quality", std::to_string(request.picture_quality)}, arguments);
  }
  if (request.quality && format.sound) {
    append({"-crf", std::to_string(*request.quality)}, arguments);
    if (format.muxer == "webm") append({"-b:v", "0"}, arguments);
  } else if (request.codec.empty()) {
    append(format.quality, arguments);
  }
  if (format.muxer == "mp4" || format.muxer == "mov") {
    append({"-movflags", "+faststart"}, arguments);
    if (comes_by_list(request)) append({"-video_track_timescale", "90000"}, arguments);
  }
  return arguments;
}

Arguments command(const VideoRequest& request, const std::string& target) {
  const VideoFormat format = format_of(request);
  Arguments arguments = {"ffmpeg", "-nostdin", "-y", "-v", "error"};
  append(frames_input(request), arguments);
  const bool copies = request.info.sound || request.info.subtitles;
  if (!request.source.empty() && format.sound && copies) {
    append(reading(request.source, request.part), arguments);
  }
  if (format.muxer == "gif") {
    append(encoding(request, format), arguments);
  } else {
    append(copied_streams(request, format), arguments);
    append(encoding(request, format), arguments);
  }
  append({"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-fps_mode",
          "passthrough"},
         arguments);
  if (!request.comment.empty()) append({"-metadata", "comment=" + request.comment}, arguments);
  append({"-f", format.muxer, target}, arguments);
  return arguments;
}

[[noreturn]] void fail(const VideoRequest& request, const ChildProcess& ffmpeg, int code) {
  if (request.output == "-" && ffmpeg.last_line().find("Broken pipe") != std::string::npos) {
    throw Error(ErrorKind::kOutput, "standard output: nobody reads it any more");
  }
  throw Error(ErrorKind::kOutput, (request.output == "-" ? "standard output" : request.output) +
                                      ": ffmpeg cannot write it (" +
                                      how_it_ended("ffmpeg", ffmpeg, code) + ")");
}

// A file that is removed at the end, in whatever way that comes: its room is needed on a full disk.
class Passing {
 public:
  explicit Passing(fs::path path) : path_(std::move(path)) {}
  ~Passing() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Passing(const Passing&) = delete;
  Passing& operator=(const Passing&) = delete;

  const fs::path& path() const { return path_; }

 private:
  const fs::path path_;
};

// On a full disk ffmpeg 5 ends with exit code 0 if only the end of the file is missing.
bool says_it_is_incomplete(const std::string& last_line) {
  for (const char* words :
       {"Error writing", "Error closing", "Error muxing", "No space left", "quota exceeded",
        "File too large", "Input/output error", "Broken pipe"}) {
    if (last_line.find(words) != std::string::npos) return true;
  }
  return false;
}

using FrameBytes = std::function<std::vector<uint8_t>(int64_t number)>;

// One frame after the other into ffmpeg, which says itself why it takes no more.
void feed(const VideoRequest& request, const FrameBytes& bytes_of, ChildProcess& ffmpeg) {
  for (int64_t i = 1; i <= request.count; ++i) {
    const std::vector<uint8_t> bytes = bytes_of(i);
    if (!ffmpeg.write(bytes.data(), bytes.size())) return;
  }
}

void run(const VideoRequest& request, const std::string& target, const FrameBytes& bytes_of) {
  check_ffmpeg(request.output);
  using Stream = ChildProcess::Stream;
  const bool by_list = comes_by_list(request);
  if (by_list) write_list(request);
  ChildProcess ffmpeg(command(request, target), by_list ? Stream::kNothing : Stream::kPipe,
                      request.output == "-" ? Stream::kOwn : Stream::kNothing);
  if (!by_list) feed(request, bytes_of, ffmpeg);
  const int code = ffmpeg.wait();
  if (code != 0 || says_it_is_incomplete(ffmpeg.last_line())) fail(request, ffmpeg, code);
}

}  // namespace

fs::path frame_file(const fs::path& folder, int64_t number) {
  char name[32];
  std::snprintf(name, sizeof(name), "frame_%08lld.png", static_cast<long long>(number));
  return folder / name;
}

void write_video(const VideoRequest& request) {
  const auto bytes_of = [&](int64_t number) {
    return read_file_bytes(frame_file(request.frames, number), kLargestFrame);
  };
  if (request.output == "-") {
    run(request, "pipe:1", bytes_of);
    return;
  }
  const Passing made(request.frames / ("clip." + format_of(request).extension));
  const Passing times(request.frames / kTimes);
  run(request, "file:" + made.path().string(), bytes_of);
  const MappedFile bytes(made.path());
  write_file_atomically(request.output, bytes.data(), bytes.size(), request.replace);
}

void rehearse_video(VideoRequest request) {
  if (request.output == "-") return;
  request.count = 1;
  request.info.times.clear();
  // A short piece of the sound.
  const double from = request.part.from;
  request.part.to = from + 0.2;
  // Other processes may paint other shots in the same folder.
  const Passing made(request.frames / ("rehearsal-" + std::to_string(::getpid()) + "." +
                                       format_of(request).extension));
  const Image gray{at::full({1, 3, 64, 64}, 0.5, at::kFloat), {}};
  run(request, "file:" + made.path().string(),
      [&](int64_t) { return encode_image("gray.png", gray); });
}

std::string comment_of_video(const std::string& file) {
  try {
    const std::string text =
        ask_ffprobe(file, {"-print_format", "json", "-show_entries", "format_tags=comment"},
                    std::size_t{1} << 20)
            .text;
    const auto description = parse_json<nlohmann::json>(text);
    for (const auto& [name, value] : description.at("format").at("tags").items()) {
      if ((name == "comment" || name == "COMMENT") && value.is_string()) return value;
    }
  } catch (const std::exception&) {
  }
  return {};
}

}  // namespace stylize
