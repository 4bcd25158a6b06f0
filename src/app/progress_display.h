#pragma once

#include <chrono>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Shows how a transfer goes: one live line on a terminal, elsewhere a log line every few seconds.
/// Silent where the log level is above info.
class ProgressDisplay {
 public:
  ProgressDisplay();
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void show(const Progress& progress);

  /// Removes the live line, so that a message can be logged.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool live_, silent_;
  bool line_stands_ = false;
  Clock::time_point last_;
};

}  // namespace stylize
