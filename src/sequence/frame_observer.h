#pragma once

#include <cstddef>
#include <string>

#include "batch/batch.h"
#include "batch/painter.h"
#include "batch/preview.h"
#include "stylize/settings/write_options.h"

namespace stylize {

/// Forwards what a painter says of a frame to whoever observes the clip.
class FrameObserver : public JobObserver {
 public:
  FrameObserver(std::size_t frame, const WriteOptions& write, Preview& preview,
                BatchObserver& observer)
      : frame_(frame), write_(write), preview_(preview), observer_(observer) {}

  bool stop_requested() override { return observer_.stop_requested(); }
  void began(const Progress& progress) override { show(progress); }
  void progressed(const Progress& progress) override {
    show(progress);
    observer_.progressed(frame_, progress);
  }
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }
  void detailed(const std::string& line) override { observer_.detailed(line); }
  void missed(const std::string& line) override { observer_.missed(line); }

 private:
  void show(const Progress& progress) {
    const std::string line = preview_.offer(progress, write_);
    if (!line.empty()) observer_.noted(line, true);
  }

  const std::size_t frame_;
  const WriteOptions& write_;
  Preview& preview_;
  BatchObserver& observer_;
};

}  // namespace stylize
