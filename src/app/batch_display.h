#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "machine/seconds.h"
#include "progress_display.h"
#include "stylize/report/report_file.h"

namespace stylize {

/// Tells how a batch goes: the live line, a message for each picture, the reports. Signals to stop
/// reach the batch through it.
class BatchDisplay : public BatchObserver {
 public:
  /// Of so many jobs; a single one is told of without counting.
  explicit BatchDisplay(std::size_t jobs);

  /// Adds a report of the run, which is made when that begins.
  /// Throws Error (kOption, kOutput) when it could not or should not be written there.
  void add_report(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
                  bool replace);

  /// Writes the end of the reports and, for several jobs, the last line. Where a report cannot be
  /// written to its end the run that went well ends with exit code 1: summary.exit_code.
  void finish(RunSummary& summary);

  /// What the only job failed of, if it did.
  std::optional<ErrorKind> failure() const { return failure_; }

  /// Throws Error (kOutput) when a report cannot be written.
  void began(int parallel) override;
  bool stop_requested() override;
  void progressed(std::size_t job, const Progress& progress) override;
  void ended(std::size_t job, const JobResult& result) override;
  void noted(const std::string& line, bool warning) override;
  void missed(const std::string& line) override;

 private:
  struct PlannedReport {
    std::filesystem::path path;
    ReportFormat format;
    RunInfo run;
    bool replace;
  };

  std::vector<std::string> counts() const;
  void log_job(const JobResult& result) const;
  void keep_report(const std::string& error);
  bool is_complete(const std::string& error) const;

  RunSummary summary_;
  std::optional<ErrorKind> failure_;
  bool missed_some_ = false;  // of what was to be written beside the pictures
  ProgressDisplay progress_;
  std::vector<PlannedReport> planned_reports_;
  std::vector<std::unique_ptr<ReportFile>> reports_;
  std::string report_error_;  // the last one that was told
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
