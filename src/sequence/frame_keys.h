#pragma once

#include <string>

#include "batch/job_record.h"
#include "batch/run_context.h"
#include "jobs/job.h"
#include "sequence/frame_files.h"
#include "sequence/mask_frames.h"
#include "sequence/moving_blend.h"
#include "stylize/image/image.h"

namespace stylize {

/// The keys of the frames of a clip: what determines the bytes of each, as record_key() has it for
/// a picture. A frame depends on all before it, so in place of the content's hash stands one of all
/// the frames up to it and, where the blend of the styles moves, of the weights of each. In a later
/// pass a frame depends on all there are.
class FrameKeys {
 public:
  /// The hashes of what all frames share. Everything must outlive it.
  FrameKeys(const RunContext& run_context, const Job& job, const TransferOptions& options,
            InputHashes hashes, const MovingBlend& blend)
      : run_context_(run_context),
        job_(job),
        options_(options),
        hashes_(std::move(hashes)),
        blend_(blend) {}

  /// The next frame, as it was read, and its mask, if each has one.
  void add(const Image& frame, const MaskFrames& masks);

  /// A frame that was added, in a pass over all that were; none is added after that.
  void go_to(const FramePass& frame);

  /// Of that frame.
  std::string key() const { return record_key(run_context_, job_, options_, hashes_); }
  const InputHashes& hashes() const { return hashes_; }

 private:
  const RunContext& run_context_;
  const Job& job_;
  const TransferOptions& options_;
  InputHashes hashes_;
  const MovingBlend& blend_;
  int64_t number_ = 0;  // of the last frame
  std::string all_;     // the content's hash after the last frame; empty: frames are added
};

}  // namespace stylize
