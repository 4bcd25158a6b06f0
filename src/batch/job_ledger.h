#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

#include "job_in_flight.h"
#include "jobs/job.h"
#include "machine/seconds.h"
#include "stylize/report/job_report.h"

namespace stylize {

/// Which jobs are still to be begun, how many are at work, what became of the others, and whether
/// the run is to end. For all threads.
class JobLedger {
 public:
  /// With `fail_fast` no job is begun after one that failed.
  JobLedger(const std::vector<Job>& jobs, bool fail_fast);

  /// The next job to begin, which is then at work; null when all are done, or the run is to end.
  /// Jobs that are to be tried again come back while others are at work, so the last one at work is
  /// waited for. `stop_requested` is asked before and while.
  JobPtr next(const std::function<bool()>& stop_requested);

  /// A job is no longer at work: it ended, or is as if it had never been begun.
  void leave();

  /// A job is no longer at work, but is to be tried again.
  void put_back(JobPtr flight);

  /// Counts a job that ended, which leave() will be called for.
  void count(const JobReport& report);

  /// Nothing is begun any more; finish() throws the first reason.
  void break_off(std::exception_ptr reason);

  /// Whether nothing is begun any more, jobs left or not.
  bool ending();

  /// What became of the jobs, when no thread is left. Throws what break_off() was given.
  RunSummary finish();

 private:
  const bool fail_fast_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<JobPtr> pending_;
  std::size_t at_work_ = 0;
  bool ending_ = false;
  std::exception_ptr broken_off_;
  RunSummary summary_;
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
