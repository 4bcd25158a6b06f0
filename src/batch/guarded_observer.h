#pragma once

#include <cstddef>
#include <mutex>
#include <string>

#include "batch/batch.h"
#include "job_ledger.h"

namespace stylize {

/// A run's observer, wrapped for its threads: one call at a time, and no call throws. An exception
/// of the observer aborts the run.
class GuardedObserver : public BatchObserver {
 public:
  GuardedObserver(BatchObserver& observer, JobLedger& ledger)
      : observer_(observer), ledger_(ledger) {}

  void began(int parallel) override;
  bool stop_requested() override;
  void progressed(std::size_t job, const Progress& progress) override;
  void evaluating(std::size_t job, const Progress& progress) override;
  void ended(std::size_t job, const JobResult& result) override;
  void noted(const std::string& line, bool warning) override;  ///< an empty line is ignored
  void detailed(const std::string& line) override;
  void missed(const std::string& line) override;

 private:
  template <typename Call>
  void tell(const Call& call);

  BatchObserver& observer_;
  JobLedger& ledger_;
  std::mutex mutex_;
};

}  // namespace stylize
