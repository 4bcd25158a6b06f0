#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stylize/error.h"
#include "video/frame_source.h"

namespace stylize {

class ChildProcess;

using Arguments = std::vector<std::string>;

/// Throws Error (kInput), which names Debian's package, unless ffmpeg and ffprobe are installed.
/// `name` is the file that needs them.
void check_ffmpeg(const std::string& name);

/// How a stranger's file is given to ffmpeg or ffprobe: only files and pipes are opened, only
/// formats that hold their frames themselves are read (a playlist could name any file), and the
/// name is never taken for an option or an address.
Arguments reading(const std::string& file, const ClipPart& part = {});

/// Every frame once, upright with square pixels, as PPM with 8 bits to standard output.
Arguments writing_ppm();

/// What ffprobe prints about a file, and the last thing that it complains of.
struct ProbeAnswer {
  std::string text, complaint;
};

/// Throws Error: kInput when the file is no video that is read, or when the answer would be longer
/// than `most`; kRead when ffprobe was ended from outside.
ProbeAnswer ask_ffprobe(const std::string& file, const Arguments& questions, std::size_t most);

/// How ffmpeg or ffprobe ended with this exit code, for a message: its last line, unless a signal
/// ended it, which says nothing of its files.
std::string how_it_ended(const std::string& program, const ChildProcess& process, int code);

void append(const Arguments& more, Arguments& arguments);

/// What ffmpeg says of a number of seconds, or of a ratio.
std::string seconds_text(double seconds);
std::string ratio_text(const Ratio& ratio);

}  // namespace stylize
