#include "video/video_format.h"

#include <filesystem>
#include <set>

#include "machine/lower_case.h"

namespace stylize {
namespace {

const std::vector<VideoFormat>& formats() {
  static const std::vector<std::string> x264 = {"-preset", "medium", "-crf", "18"};
  static const std::vector<VideoFormat> list = {
      {"mp4", "mp4", "libx264", x264, "yuv420p", "mp4"},
      {"m4v", "mp4", "libx264", x264, "yuv420p", "mp4"},
      {"mov", "mov", "libx264", x264, "yuv420p", "mov"},
      {"mkv", "matroska", "libx264", x264, "yuv420p", "matroska"},
      {"webm",
       "webm",
       "libvpx-vp9",
       {"-crf", "24", "-b:v", "0", "-row-mt", "1"},
       "yuv420p",
       "webm"},
      {"avi", "avi", "mpeg4", {"-q:v", "2"}, "yuv420p", "avi"},
      {"ogv", "ogg", "libtheora", {"-q:v", "9"}, "yuv420p", "ogg"},
      {"y4m", "yuv4mpegpipe", "wrapped_avframe", {}, "yuv420p", "", false},
      {"gif", "gif", "gif", {}, "", "", false},
      {"apng", "apng", "apng", {"-plays", "0"}, "rgb24", "", false},
      {"webp", "webp", "libwebp_anim", {"-loop", "0"}, "bgra", "", false},
  };
  return list;
}

}  // namespace

std::optional<VideoFormat> video_format_of(const std::string& name) {
  const std::string extension = lower_case(std::filesystem::path(name).extension().string());
  for (const VideoFormat& format : formats()) {
    if (extension == "." + format.extension) return format;
  }
  return std::nullopt;
}

bool is_animation_name(const std::string& name) {
  const std::string extension = lower_case(std::filesystem::path(name).extension().string());
  return extension == ".gif" || extension == ".apng" || extension == ".webp";
}

bool is_video_name(const std::string& name) {
  static const std::set<std::string> others = {".mpg", ".mpeg", ".ts",  ".m2ts", ".flv", ".wmv",
                                               ".3gp", ".mts",  ".vob", ".ogg",  ".nut", ".ivf"};
  const std::string extension = lower_case(std::filesystem::path(name).extension().string());
  if (is_animation_name(name)) return false;
  return others.count(extension) > 0 || video_format_of(name);
}

std::string video_extensions() {
  std::string text;
  for (const VideoFormat& format : formats()) {
    text += (text.empty() ? "" : ", ") + format.extension;
  }
  return text;
}

}  // namespace stylize
