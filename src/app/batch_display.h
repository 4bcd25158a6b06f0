#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "batch/batch.h"
#include "machine/seconds.h"
#include "progress_display.h"
#include "progress_stream.h"
#include "stylize/report/report_file.h"

namespace stylize {

/// Shows the progress of a batch: the live line, a message for each picture, the reports. It also
/// passes signals to stop on to the batch.
class BatchDisplay : public BatchObserver {
 public:
  /// `jobs` is their number; a single job is shown without counts.
  explicit BatchDisplay(std::size_t jobs);

  /// Adds a report of the run, which is created when the run begins. Throws Error (kOption,
  /// kOutput) when it cannot or should not be written there.
  void add_report(const std::filesystem::path& path, ReportFormat format, const RunInfo& run,
                  bool replace);

  /// Also tells programs how the run goes.
  void add_stream(std::unique_ptr<ProgressStream> stream) { stream_ = std::move(stream); }

  /// Finishes the reports and, for several jobs, prints the last line. If a report cannot be
  /// finished, summary.exit_code of an otherwise successful run becomes 1.
  void finish(RunSummary& summary);

  /// What is counted so far.
  const RunSummary& summary() const { return summary_; }

  /// Why the only job failed, if it did.
  std::optional<ErrorKind> failure() const { return failure_; }

  /// Throws Error (kOutput) when a report cannot be written.
  void began(int parallel) override;
  bool stop_requested() override;
  void progressed(std::size_t job, const Progress& progress) override;
  void evaluating(std::size_t job, const Progress& progress) override;
  void ended(std::size_t job, const JobResult& result) override;
  void noted(const std::string& line, bool warning) override;
  void detailed(const std::string& line) override;
  void failed(const std::string& line) override;
  void missed(const std::string& line) override;

 private:
  struct PlannedReport {
    std::filesystem::path path;
    ReportFormat format;
    RunInfo run;
    bool replace;
  };

  void count_earlier_pass(const JobResult& result);
  std::vector<std::string> counts() const;
  void log_job(const JobResult& result) const;
  void keep_report(const std::string& error);
  void warn(const std::string& line);
  bool is_complete(const std::string& error) const;

  RunSummary summary_;
  std::optional<ErrorKind> failure_;
  // Of the frames of a clip that is painted in several passes, in all but the last one.
  int64_t painted_earlier_ = 0, ended_earlier_ = 0;
  int passes_ = 1;
  bool missed_some_ = false;  // snapshots, contact sheets or loss plots
  ProgressDisplay progress_;
  std::unique_ptr<ProgressStream> stream_;  // null: none
  std::vector<PlannedReport> planned_reports_;
  std::vector<std::unique_ptr<ReportFile>> reports_;
  std::string report_error_;  // the last one that was logged
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
