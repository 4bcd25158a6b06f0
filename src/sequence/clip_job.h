#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "jobs/job.h"
#include "jobs/plan.h"
#include "sequence/work_folder.h"
#include "stylize/error.h"
#include "video/frame_source.h"

namespace stylize {

/// Opens a clip, from its first frame on.
using OpenSource = std::function<std::unique_ptr<FrameSource>()>;

/// A clip to paint.
struct ClipJob {
  Job job;                  ///< its content is the clip; the output only names it
  WorkFolder work;          ///< where finished frames are kept
  bool even_sides = false;  ///< the frames must have them
  /// Where each frame is written as well, by its number from 1 on; empty: nowhere.
  std::function<std::filesystem::path(int64_t)> frame_output;
  /// Only every count-th shot, beginning with this one; the others are left to other processes.
  std::optional<Shard> shots;

  /// The masks of the content where they are a clip, too, one for each frame; empty: they are one
  /// picture, or there are none.
  OpenSource open_masks;

  /// Whether missing folders of what is written are made, as for several outputs.
  bool makes_folders() const { return frame_output || job.options.write.create_folders; }
};

/// How the painting of a clip ended.
struct ClipOutcome {
  int64_t frames = 0;    ///< that are finished, of the shots that are to be painted
  int64_t others = 0;    ///< that are left to other processes
  std::string key;       ///< of the last of them: what determines the bytes of all, as a hash
  bool stopped = false;  ///< before the end, since the observer said so
  std::optional<ErrorKind> failure;  ///< of a frame, or of the source
  bool source_failed = false;  ///< the source ends early; the clip was painted as far as it goes
};

}  // namespace stylize
