#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "batch/painter.h"
#include "batch/picture_reader.h"
#include "batch/preview.h"
#include "batch/reading_room.h"
#include "sequence/clip_means.h"
#include "sequence/frame_files.h"
#include "sequence/frame_keys.h"
#include "sequence/inheritance.h"
#include "sequence/mask_frames.h"
#include "sequence/moving_blend.h"
#include "sequence/shot_detector.h"
#include "video/frame_source.h"

namespace stylize {

/// Paints the frames of a clip, or of some of its shots, in their order, and then in later passes
/// each shot in the other direction: paint_clip().
class FramePainter {
 public:
  /// `shots` instead of those of the clip. Everything must outlive it. Throws Error.
  FramePainter(const ClipJob& clip, const std::optional<Shard>& shots, FrameSource& source,
               const RunContext& run_context, ClipMeans& means, BatchObserver& observer);

  ClipOutcome run();

 private:
  // A frame that later ones may inherit from. Its painting is read when it is needed.
  struct Finished {
    at::Tensor source, painting, age;
    std::filesystem::path file;
  };

  // Of those that are painted here: its number and those of its frames, from 1 on.
  struct Shot {
    int64_t number, first, last;
  };

  bool read_frame();
  void tell_of_more_masks();
  bool goes_on() const;
  void paint_again();
  bool paint_shot_again(const Shot& shot);
  bool finish_frame(int64_t number, bool (FramePainter::*look)());
  void begin_clip();
  bool look_at_frame();
  bool look_again();
  void keep_source() const;
  void begin_shot();
  void match_styles(const at::Tensor& first_frame);
  void compare_with_last();
  bool is_own() const;
  void work_on_frame(JobReport& report);
  void keep_painting(const at::Tensor& painting, const std::string& key, JobReport& report);
  bool paint_frame(const std::string& key, JobReport& report);
  Preparation prepare_frame(const std::string& key);
  void loosen(Inheritance& inheritance) const;
  void set_blend(TransferInputs& inputs) const;
  void inherit(bool paintings);
  Image beginning() const;
  std::vector<PaintedFrame> frames_before(bool paintings);
  const at::Tensor& painting_of(Finished& frame) const;
  void report_temporal_error(const at::Tensor& painting, JobReport& report) const;
  void keep_thumbnails(const Image& painting, JobReport& report) const;
  void write_frame(const std::string& key, const TransferResult& result);
  std::optional<ErrorKind> fail(JobReport& report, const std::exception_ptr& error);

  const ClipJob& clip_;
  const std::optional<Shard> own_shots_;
  FrameSource& source_;
  const RunContext& run_context_;
  ClipMeans& means_;
  BatchObserver& observer_;
  const FrameFiles files_;
  ReadingRoom room_;
  PictureReader reader_;
  Painter painter_;
  Preview preview_;
  const MovingBlend blend_;
  MaskFrames masks_;
  FrameKeys keys_;
  ShotDetector shots_;

  std::set<std::string> told_;    // what was noted of the clip
  FramePass at_ = {0, 1};         // the frame at work
  int64_t shot_count_ = 0;        // that have begun
  std::vector<Shot> own_;         // of them
  std::size_t shot_at_work_ = 0;  // of those, in a later pass
  Image frame_;                   // as it was read
  Size size_;                     // of all frames that are painted
  at::Tensor source_pixels_;
  at::Tensor backward_;  // the optical flow from it to the frame before it
  // The source of each pixel when it was last painted, so that what changes slowly is painted again
  // in time.
  at::Tensor reference_;
  at::Tensor stays_;        // where the frame is still: 1, else 0
  at::Tensor same_labels_;  // where the masks are those of the frame before: 1, else 0
  std::optional<Inheritance> inheritance_;  // of the frame at work; none: it begins a shot
  at::Tensor before_;              // its painting in the pass before; undefined in the first pass
  TransferInputs still_, shot_;    // of the clip, and with the styles as they are in this shot
  std::deque<Finished> finished_;  // of this shot, the nearest first
  ClipOutcome outcome_;
};

}  // namespace stylize
