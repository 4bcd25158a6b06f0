#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <utility>

#include "batch/job_record.h"
#include "batch/picture_reader.h"
#include "sequence/clip_job.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// The masks of a clip's content that are a clip themselves.
class MaskFrames {
 public:
  /// Opens them, if there are any. Throws Error (kInput, kRead).
  explicit MaskFrames(const ClipJob& clip);

  /// Whether there are any. All that follows is for then.
  bool any() const { return source_ != nullptr; }

  /// Reads that of the next frame. Throws Error (kInput), also when there is none.
  void next();

  /// Goes to this one instead, which was read before.
  void go_to(Image frame) { before_ = std::exchange(frame_, std::move(frame)); }

  /// Whether there are more than frames, of which the last was read.
  bool has_more() { return any() && source_->next().has_value(); }

  const Image& frame() const { return frame_; }
  const std::string& name() const { return name_; }

  /// Where the last two say the same, as the optical flow from the last to the one before moves it,
  /// [1, 2, H, W]: [1, 1, H, W], 1 or 0.
  at::Tensor unchanged(const at::Tensor& backward) const;

  /// Sets the masks of this frame, which has the size `own`, and of the styles, which are there.
  void set(const Size& own, const Size& painted, PictureReader& reader,
           TransferInputs& inputs) const;

 private:
  const Job& job_;
  const std::string name_;
  const std::unique_ptr<FrameSource> source_;
  Image frame_, before_;
};

/// The job of a clip without masks that are a clip, which are no file to be read.
Job job_of_files(const ClipJob& clip);

/// The hashes of what all frames share.
InputHashes hash_shared_inputs(const ClipJob& clip, PictureReader& reader);

}  // namespace stylize
