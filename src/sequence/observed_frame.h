#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "batch/observed_job.h"

namespace stylize {

/// Forwards the observer calls of a frame. What is noted of a frame often holds for all of them:
/// it is told of the clip instead, and once.
class ObservedFrame : public ObservedJob {
 public:
  /// `frame` is what lines of the frame begin with, `clip` what they are to begin with, `told` what
  /// was noted of the clip so far.
  ObservedFrame(std::size_t number, const Job& frame, const std::filesystem::path& clip,
                std::set<std::string>& told, Preview& preview, BatchObserver& observer)
      : ObservedJob(number, frame.options.write, preview, observer),
        frame_(frame.output.string() + ": "),
        clip_(clip.string() + ": "),
        told_(told) {}

  void noted(const std::string& line, bool warning) override {
    const bool is_of_frame = line.compare(0, frame_.size(), frame_) == 0;
    const std::string of_clip = is_of_frame ? clip_ + line.substr(frame_.size()) : line;
    if (told_.insert(of_clip).second) ObservedJob::noted(of_clip, warning);
  }

 private:
  const std::string frame_, clip_;
  std::set<std::string>& told_;
};

}  // namespace stylize
