#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "jobs/job.h"

namespace stylize {

/// The progress of a run for programs: JSON objects, one a line, on an open descriptor. README.md
/// describes them; fields that a report has too have its names.
///
///     {"event":"run","format":1,"version":"0.1.0","jobs":2,"parallel":1}
///     {"event":"progress","job":0,"key":"a.png","output":"out/a.png","scale":1,...}
///     {"event":"job","job":0,"key":"a.png","output":"out/a.png","status":"done",...}
///     {"event":"end","jobs":2,"done":2,...,"exit_code":0}
///
/// When a reader does not keep up, lines about the progress are left out, and the others wait; when
/// it is gone, nothing more is written. Calls must not overlap, as those of a BatchObserver.
class ProgressStream {
 public:
  /// The jobs must outlive this object. `preview` is named in each line about the progress; empty:
  /// there is none.
  ProgressStream(int descriptor, const std::vector<Job>& jobs, std::string version,
                 std::filesystem::path preview);

  // Each returns a warning, once, when nothing can be written any more; else an empty text.
  std::string began(int parallel);
  std::string progressed(std::size_t job, const Progress& progress);
  std::string ended(std::size_t job, const JobReport& report);
  std::string finish(const RunSummary& summary);

 private:
  bool is_due(const Progress& progress);
  bool takes_more() const;
  std::string write(const std::string& line);

  const int descriptor_;
  const std::vector<Job>& jobs_;
  const std::string version_;
  const std::filesystem::path preview_;
  bool is_lost_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace stylize
