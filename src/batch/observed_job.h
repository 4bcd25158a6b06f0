#pragma once

#include <cstddef>
#include <string>

#include "batch/batch.h"
#include "batch/painter.h"
#include "batch/preview.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// Forwards the observer calls of one job, or frame of a clip, to the run's observer, and updates
/// the preview.
class ObservedJob : public JobObserver {
 public:
  ObservedJob(std::size_t job, const WriteOptions& write, Preview& preview, BatchObserver& observer)
      : job_(job), write_(write), preview_(preview), observer_(observer) {}

  bool stop_requested() override { return observer_.stop_requested(); }
  void began(const Progress& progress) override { show(progress); }
  void progressed(const Progress& progress) override {
    show(progress);
    observer_.progressed(job_, progress);
  }
  void evaluating(const Progress& progress) override { observer_.evaluating(job_, progress); }
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }
  void detailed(const std::string& line) override { observer_.detailed(line); }
  void missed(const std::string& line) override { observer_.missed(line); }

 private:
  void show(const Progress& progress) {
    const std::string line = preview_.offer(progress, write_);
    if (!line.empty()) observer_.noted(line, true);
  }

  const std::size_t job_;
  const WriteOptions& write_;
  Preview& preview_;
  BatchObserver& observer_;
};

}  // namespace stylize
