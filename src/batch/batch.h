#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "batch/run_context.h"
#include "stylize/error.h"
#include "stylize/report/job_report.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// How a job ended.
struct JobResult {
  JobReport report;
  std::optional<ErrorKind> failure;  ///< of a job that failed
};

/// Watches a batch. One call at a time, from the threads that work, except for stop_requested().
/// When a call throws no job is begun any more, and run_batch() throws the first of it when those
/// at work have ended.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;

  /// Once, before the first job: how many pictures will be worked on side by side.
  virtual void began(int /*parallel*/) {}

  /// Asked often, by any thread. Once it is true no job is begun any more; pictures at work are
  /// finished when that takes a few seconds, else their state is written beside the output.
  virtual bool stop_requested() { return false; }

  /// `job` is the index into the jobs.
  virtual void progressed(std::size_t /*job*/, const Progress& /*progress*/) {}

  /// Once for every job that was begun, in the order in which they end.
  virtual void ended(std::size_t /*job*/, const JobResult& /*result*/) {}

  /// A line worth telling: a snapshot, a state that was written, an attempt that failed and will be
  /// repeated.
  virtual void noted(const std::string& /*line*/, bool /*warning*/) {}

  /// A snapshot, contact sheet or loss plot that was asked for could not be written, and why. The
  /// picture itself goes on.
  virtual void missed(const std::string& /*line*/) {}
};

struct BatchSummary {
  RunSummary run;    ///< its exit code is for the caller to say
  int parallel = 1;  ///< pictures that were worked on side by side
};

/// How many pictures are worked on side by side: options.parallel, or when that is 0 as many as use
/// the threads best at the sizes of these jobs and fit into so many bytes. At most as many as there
/// are jobs and threads.
int choose_parallel(const std::vector<Job>& jobs, const BatchOptions& options, int64_t bytes,
                    const Network& network);

/// Paints every job. One thread reads and decodes what comes next and one encodes and writes what
/// is done while `parallel` others optimize, the threads divided among them. What jobs have in
/// common (styles, contents, networks) is read and computed once, within the memory that may be
/// used. A job that fails costs that job only. A picture has the same bytes whatever is done beside
/// it. Throws Error when the model cannot serve the first job's layers, Error (kMemory) when the
/// system gives no threads, and what the observer threw, after all threads have ended.
BatchSummary run_batch(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer);

}  // namespace stylize
