#pragma once

#include <string>

#include "video/frame_source.h"

namespace stylize {

/// What ffprobe says of a file's first video stream that is no cover picture.
struct ProbedClip {
  ClipInfo info;   ///< of the part that is read
  int stream = 0;  ///< its index
  Ratio tick;      ///< seconds of its packets' times; 0/1: unknown
  /// Why frames of the part that is read are missing; empty: nothing says that any are.
  std::string missing;
};

/// Asks ffprobe. Throws Error (kInput) when the file has no such stream, or is of a format that is
/// not read.
ProbedClip probe_clip(const std::string& file, const ClipPart& part);

/// What ffprobe printed: streams and format as JSON; and "pts,duration" of each packet of the
/// stream. Throws Error (kInput), which begins with `name`.
ProbedClip parse_probe(const std::string& json, const std::string& name);
/// add_packets() says whether there are packets after the part.
bool add_packets(const std::string& packets, const ClipPart& part, const Ratio& tick,
                 ClipInfo& info);

/// ProbedClip::missing, by what ffprobe complained of when it listed the packets.
std::string missing_frames(const std::string& complaint);

/// "30000/1001" or "25"; 0/1 where it is none, or not of a rate between 0 and 1000000.
Ratio parse_ratio(const std::string& text);

}  // namespace stylize
