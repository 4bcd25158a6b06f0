#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// How a kind of video file is written.
struct VideoFormat {
  std::string extension;             ///< without the dot
  std::string muxer;                 ///< ffmpeg's name of it
  std::string codec;                 ///< the usual one
  std::vector<std::string> quality;  ///< its options
  std::string pixels;                ///< the pixel format that players expect
  std::string source_container;      ///< a part of ffprobe's name of the same container
  bool sound = true;
};

/// By the extension of a name, in any case; nullopt: no video that is written.
std::optional<VideoFormat> video_format_of(const std::string& name);

/// Whether a name has the extension of a kind of picture that may move: gif, apng, webp.
bool is_animation_name(const std::string& name);

/// Whether a name has the extension of a kind of video that is read; animations count as pictures.
bool is_video_name(const std::string& name);

/// "mp4, m4v, ..."
std::string video_extensions();

}  // namespace stylize
