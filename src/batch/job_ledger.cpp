#include "job_ledger.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <utility>

namespace stylize {
namespace {

JobPtr new_job(const std::vector<Job>& jobs, std::size_t job) {
  auto flight = std::make_unique<JobInFlight>();
  flight->job = job;
  JobReport& report = flight->result.report;
  report.content = jobs[job].content;
  report.style = jobs[job].styles.front().file;
  report.output = jobs[job].output;
  report.key = jobs[job].key.generic_string();
  report.attempts = 0;
  return flight;
}

}  // namespace

JobLedger::JobLedger(const std::vector<Job>& jobs, bool fail_fast) : fail_fast_(fail_fast) {
  for (std::size_t i = 0; i < jobs.size(); ++i) pending_.push_back(new_job(jobs, i));
  summary_.jobs = static_cast<int64_t>(jobs.size());
}

JobPtr JobLedger::next(const std::function<bool()>& stop_requested) {
  constexpr std::chrono::milliseconds kStopInterval{100};
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  while (true) {
    if (stop_requested()) return nullptr;
    lock.lock();
    if (ending_) return nullptr;
    if (JobPtr flight = take_due()) return flight;
    if (pending_.empty() && at_work_ == 0) return nullptr;
    changed_.wait_for(lock, kStopInterval);
    lock.unlock();
  }
}

// The first job that need not wait any longer.
JobPtr JobLedger::take_due() {
  const auto now = Clock::now();
  const auto due = std::find_if(pending_.begin(), pending_.end(),
                                [&](const JobPtr& flight) { return flight->not_before <= now; });
  if (due == pending_.end()) return nullptr;
  JobPtr flight = std::move(*due);
  pending_.erase(due);
  ++at_work_;
  ++flight->result.report.attempts;
  return flight;
}

void JobLedger::leave() {
  const std::lock_guard<std::mutex> lock(mutex_);
  --at_work_;
  changed_.notify_all();
}

// The pause gets longer each time, since a temporary cause needs time to go away.
void JobLedger::put_back(JobPtr flight) {
  constexpr double kFirst = 0.05, kLongest = 5;  // seconds
  const double seconds = std::min(std::ldexp(kFirst, flight->result.report.attempts - 1), kLongest);
  flight->not_before = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                          std::chrono::duration<double>(seconds));
  const std::lock_guard<std::mutex> lock(mutex_);
  pending_.push_back(std::move(flight));
  --at_work_;
  changed_.notify_all();
}

void JobLedger::count(const JobReport& report) {
  const std::lock_guard<std::mutex> lock(mutex_);
  count_job(summary_, report);
  summary_.seconds = seconds_since(began_);
  const bool failed = report.status == JobStatus::kFailed || report.status == JobStatus::kDiverged;
  if (failed && fail_fast_) ending_ = true;
}

void JobLedger::break_off(std::exception_ptr reason) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!broken_off_) broken_off_ = std::move(reason);
  ending_ = true;
}

bool JobLedger::ending() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ending_;
}

RunSummary JobLedger::finish() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (broken_off_) std::rethrow_exception(broken_off_);
  summary_.seconds = seconds_since(began_);
  return summary_;
}

}  // namespace stylize
