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

/// Which jobs are still to be started, how many are running, the outcomes of the others, and
/// whether the run must end. Thread-safe.
class JobLedger {
 public:
  /// With `fail_fast`, no job is started after one has failed.
  JobLedger(const std::vector<Job>& jobs, bool fail_fast);

  /// The next job to start, which then counts as running; null when all are done or the run must
  /// end. Since running jobs may come back to be tried again, it waits until the last one has
  /// ended. `stop_requested` is called before and while waiting.
  JobPtr next(const std::function<bool()>& stop_requested);

  /// A job is no longer running: it has ended, or counts as never started.
  void leave();

  /// A job is no longer running but must be tried again, after a pause that grows with its number
  /// of attempts.
  void put_back(JobPtr flight);

  /// Counts a job that ended; leave() must follow.
  void count(const JobReport& report);

  /// No further job is started, and finish() will throw the first `reason`.
  void break_off(std::exception_ptr reason);

  /// Whether no further job is started, even if some are left.
  bool ending();

  /// The outcomes of the jobs. To be called when all threads have ended. Throws the argument of the
  /// first break_off().
  RunSummary finish();

 private:
  JobPtr take_due();

  const bool fail_fast_;
  std::mutex mutex_;  // guards all members below
  std::condition_variable changed_;
  std::deque<JobPtr> pending_;
  std::size_t at_work_ = 0;
  bool ending_ = false;
  std::exception_ptr broken_off_;
  RunSummary summary_;
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
