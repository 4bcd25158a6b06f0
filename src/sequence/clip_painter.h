#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "batch/batch.h"
#include "jobs/job.h"
#include "sequence/work_folder.h"
#include "stylize/error.h"
#include "video/frame_source.h"

namespace stylize {

/// A clip to paint.
struct ClipJob {
  Job job;                  ///< its content is the clip; the output only names it
  WorkFolder work;          ///< where finished frames are kept
  bool even_sides = false;  ///< the frames must have them
  /// Where each frame is written as well, by its number from 1 on; empty: nowhere.
  std::function<std::filesystem::path(int64_t)> frame_output;
};

/// How the painting of a clip ended.
struct ClipOutcome {
  int64_t frames = 0;    ///< that are finished, without a gap from the first one on
  std::string key;       ///< of the last of them: what determines the bytes of all, as a hash
  bool stopped = false;  ///< before the end, since the observer said so
  std::optional<ErrorKind> failure;  ///< of a frame, or of the source
  bool source_failed = false;        ///< the clip was painted as far as it could be read
};

/// Paints the frames of a clip in their order. The first of each shot (ShotDetector) is painted as
/// a picture is; every other one begins with the paintings before it, as the motion says, is held
/// to them (inheritance.h), and has fewer iterations and scales. What is still keeps its painting,
/// to the bit. Each frame is kept in the work folder with a record, by which
/// options.resume knows it; within a frame it goes on from a checkpoint. Every frame depends on
/// those before it, so the clip ends with the first one that fails. The observer hears of each
/// frame as of a job.
ClipOutcome paint_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer);

/// ClipOutcome::key and frames of the clip if all of it was painted with these settings. Reads all
/// of it. Throws Error.
ClipOutcome whole_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options);

}  // namespace stylize
