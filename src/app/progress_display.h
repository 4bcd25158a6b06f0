#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// A span of time for people: 3:20 or 1:02:03.
std::string duration_text(double seconds);

/// Shows the progress of a transfer: one live line on a terminal, elsewhere a log line every few
/// seconds. Silent if the log level is above info.
class ProgressDisplay {
 public:
  ProgressDisplay();
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// `before` returns the first parts of the line, which are joined by commas; it is only called
  /// when a line is due. On a live line, parts that do not fit into the terminal's current width
  /// are left out, starting from the last.
  void show(const Progress& progress, const std::function<std::vector<std::string>()>& before);

  /// Removes the live line, so that a message can be logged.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool silent_;
  bool line_stands_ = false;
  Clock::time_point last_;
};

}  // namespace stylize
