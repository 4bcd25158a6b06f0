#pragma once

#include "batch/batch.h"
#include "sequence/clip_job.h"
#include "video/frame_source.h"

namespace stylize {

/// Paints the frames of a clip in their order. The first of each shot (ShotDetector) is painted as
/// a picture is; every other one begins with the paintings before it, as the motion says, is held
/// to them (inheritance.h), and has fewer iterations and scales. What is still keeps its painting,
/// to the bit. Later passes (SequenceOptions::passes) go over each shot again, backwards and
/// forwards in turns. Each frame is kept in the work folder with a record, by which
/// options.resume knows it; within a frame it goes on from a checkpoint. Every frame depends on
/// those before it, so the clip ends with the first one that fails. The observer hears of each
/// frame as of a job.
///
/// With options.parallel shots are painted side by side: since each begins anew, that changes no
/// byte. The source is then read as often as well, so `open` must be there. Nor does it change any
/// that processes paint different shots (ClipJob::shots) in one work folder.
ClipOutcome paint_clip(const ClipJob& clip, FrameSource& source, const OpenSource& open,
                       const RunContext& run_context, const BatchOptions& options,
                       BatchObserver& observer);

/// ClipOutcome::key and frames of the clip if all of it was painted with these settings. Reads all
/// of it. Throws Error.
ClipOutcome whole_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options);

/// Whether all frames are in the output with these settings, for clips that are written as numbered
/// pictures in several passes: there the paintings of earlier passes tell which frames are finished
/// as long as there is a work folder, and the frames themselves when it is gone. Reads all of the
/// clip. Throws Error.
bool has_all_frames(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                    const BatchOptions& options);

}  // namespace stylize
