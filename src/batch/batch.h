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
  std::optional<ErrorKind> failure;  ///< if the job failed
};

/// Observes a batch. Called from the working threads, one call at a time, except for
/// stop_requested(). After a call throws, no further job is started, and run_batch() rethrows the
/// first exception when the running jobs have ended.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;

  /// Once, before the first job: how many pictures will be processed concurrently.
  virtual void began(int /*parallel*/) {}

  /// Called often, by any thread. Once it returns true, no further job is started; running pictures
  /// are finished if that takes a few seconds, else their state is written beside the output.
  virtual bool stop_requested() { return false; }

  /// `job` is the index into the jobs.
  virtual void progressed(std::size_t /*job*/, const Progress& /*progress*/) {}

  /// Once for every job that was started, in the order in which they end.
  virtual void ended(std::size_t /*job*/, const JobResult& /*result*/) {}

  /// A line worth logging: a snapshot, a state that was written, an attempt that failed and will be
  /// repeated.
  virtual void noted(const std::string& /*line*/, bool /*warning*/) {}

  /// A line for who wants to know more: how a picture is painted within the memory.
  virtual void detailed(const std::string& /*line*/) {}

  /// A requested snapshot, contact sheet or loss plot could not be written, and why. Work on the
  /// picture itself continues.
  virtual void missed(const std::string& /*line*/) {}
};

struct BatchSummary {
  RunSummary run;    ///< the caller sets its exit code
  int parallel = 1;  ///< pictures that were processed concurrently
};

/// How many pictures to process concurrently: options.parallel, or if that is 0, as many as use the
/// threads best at the sizes of these jobs and fit into `bytes`. Never more than there are jobs,
/// nor, when chosen here, than threads.
int choose_parallel(const std::vector<Job>& jobs, const BatchOptions& options, int64_t bytes,
                    const Network& network);

/// Paints every job. One thread reads and decodes the next inputs and one encodes and writes
/// finished pictures, while `parallel` others optimize, with the options' threads divided among
/// them. What jobs share (styles, contents, networks) is read and computed once, within the memory
/// limit. A failed job does not affect the others. The bytes of a picture do not depend on
/// concurrent jobs. Throws, after all threads have ended, Error when the model lacks the first
/// job's layers, Error (kMemory) when the system provides no threads, and what the observer threw.
BatchSummary run_batch(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer);

}  // namespace stylize
