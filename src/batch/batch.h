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
  std::optional<ErrorKind> failure;  ///< the kind of error; none if the job did not fail
};

/// Observes a batch. The working threads call it, one call at a time, except for stop_requested().
/// If a call throws, no further job is started, and run_batch() rethrows the first exception when
/// the running jobs have ended.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;

  /// Called once, before the first job, with the number of pictures that are processed
  /// concurrently.
  virtual void began(int /*parallel*/) {}

  /// Called often, by any thread. Once it returns true, no further job is started. A running
  /// picture is finished if that takes a few seconds; otherwise its state is written beside the
  /// output.
  virtual bool stop_requested() { return false; }

  /// `job` is the index into the jobs.
  virtual void progressed(std::size_t /*job*/, const Progress& /*progress*/) {}

  /// A picture is evaluated in windows, and one of them is done: see Observer::evaluating().
  virtual void evaluating(std::size_t /*job*/, const Progress& /*progress*/) {}

  /// Called once for every job that was started, in the order in which the jobs end.
  virtual void ended(std::size_t /*job*/, const JobResult& /*result*/) {}

  /// Called with a line for the log: about a snapshot, a state that was written, or an attempt that
  /// failed and will be repeated.
  virtual void noted(const std::string& /*line*/, bool /*warning*/) {}

  /// Called with a line of further detail: how a picture is painted within the memory.
  virtual void detailed(const std::string& /*line*/) {}

  /// Called with a failure that is not a job's: the source of a clip ends early.
  virtual void failed(const std::string& /*line*/) {}

  /// Called when a requested snapshot, contact sheet or loss plot could not be written, with the
  /// reason. Work on the picture itself continues.
  virtual void missed(const std::string& /*line*/) {}
};

struct BatchSummary {
  RunSummary run;    ///< the caller sets its exit code
  int parallel = 1;  ///< pictures that were processed concurrently
};

/// How many pictures to process concurrently: options.parallel, or if that is 0, as many as use the
/// threads best at the sizes of these jobs and fit into `bytes` of memory. Never more than there
/// are jobs; if chosen here, never more than there are threads.
int choose_parallel(const std::vector<Job>& jobs, const BatchOptions& options, int64_t bytes,
                    const Network& network);

/// Paints every job. One thread reads and decodes the next inputs, and one encodes and writes
/// finished pictures, while `parallel` others optimize, with the options' threads divided among
/// them. What jobs share (styles, contents, networks) is read and computed once, as far as the
/// memory limit allows. A failed job does not affect the others. The bytes of a picture do not
/// depend on the other jobs. When all threads have ended, it throws Error if the model lacks the
/// first job's layers, Error (kMemory) if the system provides no threads, and any exception of the
/// observer.
BatchSummary run_batch(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer);

}  // namespace stylize
