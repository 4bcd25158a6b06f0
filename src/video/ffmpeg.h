#pragma once

#include <string>
#include <vector>

#include "stylize/error.h"
#include "video/frame_source.h"

namespace stylize {

using Arguments = std::vector<std::string>;

/// Throws Error (kInput), which names Debian's package, unless ffmpeg and ffprobe are installed.
/// `name` is the file that needs them.
void check_ffmpeg(const std::string& name);

/// How a stranger's file is given to ffmpeg or ffprobe: only files and pipes are opened, only
/// formats that hold their frames themselves are read (a playlist could name any file), and the
/// name is never taken for an option or an address.
Arguments reading(const std::string& file, const ClipPart& part = {});

/// The same of formats alone, to be followed by -i.
Arguments reading_limits();

/// What ffmpeg says of a number of seconds, or of a ratio.
std::string seconds_text(double seconds);
std::string ratio_text(const Ratio& ratio);

}  // namespace stylize
