#pragma once

#include <memory>
#include <string>

#include "batch/batch.h"
#include "clip_plan.h"
#include "options.h"
#include "video/video_writer.h"

namespace stylize {

/// The painting of one clip, from its file to that of the output.
class ClipRun {
 public:
  /// The references must outlive it.
  ClipRun(const ProgramOptions& options, ClipPlan plan, const RunContext& run_context,
          const BatchOptions& batch);

  /// Whether the output was written with the same settings of the same clip. Throws Error.
  bool is_there() const;

  /// Opens the clip, and tries whether ffmpeg can write the output. Throws Error.
  void open();

  /// Of the clip, once it is open.
  const ClipInfo& info() const { return source_->info(); }

  /// Paints the frames and writes the output of them. What is finished is kept unless all is. The
  /// observer hears of the frames. Throws Error when the output cannot be written, or when there
  /// are no frames.
  ClipOutcome paint(BatchObserver& observer);

 private:
  VideoRequest video() const;
  std::string comment(const std::string& key) const;
  void finish(const ClipOutcome& outcome) const;
  void write(const ClipOutcome& outcome) const;
  void tell_what_is_kept(int64_t frames) const;

  const ProgramOptions& options_;
  const ClipPlan plan_;
  const RunContext& run_context_;
  const BatchOptions& batch_;
  std::unique_ptr<FrameSource> source_;
};

}  // namespace stylize
