#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "video/frame_source.h"

namespace stylize {

/// What a video is made of, and how.
struct VideoRequest {
  std::string output;               ///< a file, whose extension says the format; "-": YUV4MPEG on
                                    ///< standard output
  std::filesystem::path frames;     ///< a folder with frame_00000001.png and so on
  int64_t count = 0;                ///< of the frames
  ClipInfo info;                    ///< of the source: times, sound, colours
  std::string source;               ///< the file that sound and subtitles come from; empty: none
  ClipPart part = {};               ///< of the source
  std::string codec = {};           ///< ffmpeg's name; empty: the usual one of the format
  std::optional<int> quality = {};  ///< the constant rate factor; nullopt: the usual one
  int picture_quality = 95;         ///< percent; of animations of lossy pictures (.webp)
  std::string comment = {};         ///< is stored in the file
  bool replace = true;              ///< an existing file
};

/// The name of a frame in a folder of frames.
std::filesystem::path frame_file(const std::filesystem::path& folder, int64_t number);

/// Writes the video. The output is replaced as a whole or not at all (machine/atomic_file.h); the
/// frames stay. Throws Error (kOutput, kStopped), and kInput where ffmpeg is missing.
void write_video(const VideoRequest& request);

/// Tries everything with a single gray frame, and writes nothing that stays: what ffmpeg cannot do
/// is better known before hours of work. Throws Error (kOutput).
void rehearse_video(VideoRequest request);

/// The comment in a video file; empty where there is none.
std::string comment_of_video(const std::string& file);

}  // namespace stylize
