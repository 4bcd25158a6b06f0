#include "batch/batch.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "bounded_queue.h"
#include "checkpoint_place.h"
#include "crew.h"
#include "failure.h"
#include "guarded_observer.h"
#include "job_in_flight.h"
#include "job_ledger.h"
#include "kernels/one_thread.h"
#include "machine/resident_memory.h"
#include "machine/seconds.h"
#include "memory_plan.h"
#include "network_pool.h"
#include "observed_job.h"
#include "painted_report.h"
#include "painter.h"
#include "picture_reader.h"
#include "preparation.h"
#include "preview.h"
#include "reading_room.h"
#include "remaining_uses.h"
#include "report_inputs.h"
#include "result_writer.h"
#include "thumbnail.h"

namespace stylize {
namespace {

class BatchRun {
 public:
  BatchRun(const std::vector<Job>& jobs, const RunContext& run_context, const BatchOptions& options,
           BatchObserver& observer, NetworkPool& networks, const MemoryPlan& memory)
      : jobs_(jobs),
        run_context_(run_context),
        options_(options),
        ledger_(jobs, options.fail_fast),
        observer_(observer, ledger_),
        parallel_(memory.parallel),
        targets_(memory.targets),
        room_(memory.reading, memory.alone),
        reader_(read_options(), memory.pictures, room_),
        pictures_to_read_(jobs),
        painter_(options, networks, targets_, memory),
        preview_(options.preview, options.preview_seconds),
        prepared_(static_cast<std::size_t>(memory.parallel)),
        painted_(static_cast<std::size_t>(memory.parallel)),
        targets_to_use_(jobs) {}

  BatchSummary run();

 private:
  const Job& job_of(const JobInFlight& flight) const { return jobs_[flight.job]; }
  bool stopping();
  void read_all();
  void paint_all(int threads);
  void write_all();
  bool prepare_job(JobInFlight& flight);
  bool paint_job(JobInFlight& flight);
  void forget_pictures(const Job& job);
  void forget_targets(const JobInFlight& flight);
  void settle(JobInFlight& flight);
  void settle_failure(JobPtr& flight);
  template <typename Work>
  void work_on(JobPtr& flight, const Work& work);
  ReadOptions read_options();

  const std::vector<Job>& jobs_;
  const RunContext& run_context_;
  const BatchOptions& options_;
  JobLedger ledger_;
  GuardedObserver observer_;
  const int parallel_;
  TargetCache targets_;
  ReadingRoom room_;
  PictureReader reader_;  // this and pictures_to_read_ are used by the reading thread only
  RemainingUses pictures_to_read_;
  Painter painter_;
  Preview preview_;
  BoundedQueue<JobPtr> prepared_, painted_;

  std::mutex targets_mutex_;  // guards targets_to_use_
  RemainingUses targets_to_use_;
};

bool BatchRun::stopping() {
  return observer_.stop_requested() || ledger_.ending();
}

// Drops the files' bytes, and the pictures that no later job will read.
void BatchRun::forget_pictures(const Job& job) {
  reader_.forget_bytes();
  for (const std::string& path : pictures_to_read_.release(job)) reader_.forget(path);
}

// Drops the targets that no later job will use.
void BatchRun::forget_targets(const JobInFlight& flight) {
  const std::lock_guard<std::mutex> lock(targets_mutex_);
  const JobReport& report = flight.result.report;
  for (const std::string& path : targets_to_use_.release(job_of(flight))) {
    for (const InputEntry& input : report.inputs) {
      if (input.file.native() == path) targets_.forget(input.sha256);
    }
  }
}

void BatchRun::settle(JobInFlight& flight) {
  flight.preparation = {};
  flight.painted = {};
  flight.sheet = {};
  forget_targets(flight);
  ledger_.count(flight.result.report);
  observer_.ended(flight.job, flight.result);
  ledger_.leave();
}

// Called in a catch block; handles the current exception.
void BatchRun::settle_failure(JobPtr& flight) {
  const Failure failure = current_failure(job_of(*flight).output.string());
  JobResult& result = flight->result;
  if (failure.kind == ErrorKind::kStopped) {
    ledger_.leave();
    return;
  }
  if (failure.kind == ErrorKind::kMemory) targets_.clear();
  if (may_pass(failure.kind) && result.report.attempts <= options_.retries && !stopping()) {
    observer_.noted(failure.message + "; will be tried again", true);
    flight->preparation = {};
    flight->painted = {};
    ledger_.put_back(std::move(flight));
    return;
  }
  result.report.status = JobStatus::kFailed;
  result.report.error = failure.message;
  result.failure = failure.kind;
  settle(*flight);
}

// Does one stage of a job's work. Its last step either passes the job on or throws, so after an
// exception `flight` still holds the job. An exception ends this job, or the whole run if it cannot
// even be reported.
template <typename Work>
void BatchRun::work_on(JobPtr& flight, const Work& work) {
  const auto began = Clock::now();
  const auto add_seconds = [&] { flight->result.report.seconds += seconds_since(began); };
  try {
    work(add_seconds);
  } catch (...) {
    try {
      settle_failure(flight);
    } catch (...) {
      ledger_.break_off(std::current_exception());
      ledger_.leave();
    }
  }
}

// Returns false if there is nothing to paint.
bool BatchRun::prepare_job(JobInFlight& flight) {
  JobReport& report = flight.result.report;
  flight.preparation = prepare(job_of(flight), run_context_, options_.resume, reader_);
  report_inputs(job_of(flight), flight.preparation.hashes, report);
  report.settings = settings_of_key(flight.preparation.key);
  if (flight.preparation.up_to_date) {
    // A process that was killed just after writing the output left its checkpoints.
    remove_checkpoints(job_of(flight).output, flight.preparation.key);
    report.status = JobStatus::kSkipped;
    return false;
  }
  if (options_.thumbnails) {
    const IccProfile& profile = flight.preparation.profile;
    const TransferInputs& inputs = flight.preparation.inputs;
    report.thumbnails.content_jpeg = thumbnail_jpeg(inputs.content, profile);
    report.thumbnails.style_jpeg = thumbnail_jpeg(inputs.styles.front().image, profile);
  }
  return true;
}

void BatchRun::read_all() {
  const OneThread alone;  // its tensors are too small for more threads
  while (JobPtr flight = ledger_.next([this] { return observer_.stop_requested(); })) {
    work_on(flight, [&](const auto& add_seconds) {
      if (!flight->encoded.empty()) {  // painted earlier; only writing it failed
        painted_.push(std::move(flight));
        return;
      }
      bool to_paint = false;
      try {
        to_paint = prepare_job(*flight);
      } catch (...) {
        forget_pictures(job_of(*flight));
        throw;
      }
      forget_pictures(job_of(*flight));
      add_seconds();
      if (to_paint) {
        prepared_.push(std::move(flight));
      } else {
        settle(*flight);
      }
    });
  }
}

ReadOptions BatchRun::read_options() {
  ReadOptions options;
  options.max_pixels = options_.max_pixels;
  options.warn = [this](const std::string& line) { observer_.noted(line, true); };
  return options;
}

// Returns false if the picture is unfinished because the run must stop.
bool BatchRun::paint_job(JobInFlight& flight) {
  JobReport& report = flight.result.report;
  const Job& job = job_of(flight);
  if (parallel_ == 1) reset_peak_memory();
  WriteOptions preview_options = job.options.write;
  preview_options.icc_profile = flight.preparation.profile;
  ObservedJob observed(flight.job, preview_options, preview_, observer_);
  Painted painted = painter_.paint(job, flight.preparation, observed);
  report.peak_memory = peak_memory();
  observer_.noted(preview_.finish(painted.result.image, preview_options), true);
  report_painted(job, painted, report);
  flight.painted = std::move(painted.result);
  flight.sheet = std::move(painted.sheet);
  return flight.painted.outcome != Outcome::kStopped;
}

void BatchRun::paint_all(int threads) {
  at::set_num_threads(threads);
  while (auto popped = prepared_.pop()) {
    JobPtr flight = std::move(*popped);
    if (stopping()) {
      ledger_.leave();
      continue;
    }
    work_on(flight, [&](const auto& add_seconds) {
      const auto painting = room_.paint();
      const bool finished = paint_job(*flight);
      add_seconds();
      if (finished) {
        painted_.push(std::move(flight));
      } else {
        settle(*flight);
      }
    });
  }
}

void BatchRun::write_all() {
  const OneThread alone;  // its tensors are too small for more threads
  while (auto popped = painted_.pop()) {
    JobPtr flight = std::move(*popped);
    work_on(flight, [&](const auto& add_seconds) {
      write_result(job_of(*flight), run_context_, options_.thumbnails, *flight, observer_);
      add_seconds();
      settle(*flight);
    });
  }
}

BatchSummary BatchRun::run() {
  const int threads = std::max(1, options_.threads / parallel_);
  Crew readers, painters, writers;
  try {
    for (int i = 0; i < parallel_; ++i) painters.start([this, threads] { paint_all(threads); });
    writers.start([this] { write_all(); });
    readers.start([this] { read_all(); });
  } catch (const std::system_error& error) {
    ledger_.break_off(std::make_exception_ptr(
        Error(ErrorKind::kMemory, "the system gives no more threads (" + error.code().message() +
                                      "); lower " + setting_name("parallel") +
                                      ", or raise the limit of processes")));
  }
  readers.join();
  prepared_.close();
  painters.join();
  painted_.close();
  writers.join();
  return {ledger_.finish(), parallel_};
}

}  // namespace

BatchSummary run_batch(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, BatchObserver& observer) {
  if (jobs.empty()) {  // a shard may have no jobs; that is not an error
    observer.began(1);
    return {};
  }
  NetworkPool networks(run_context);
  const MemoryPlan memory = plan_memory(jobs, run_context, options, networks, jobs.size() == 1);
  observer.began(memory.parallel);
  return BatchRun(jobs, run_context, options, observer, networks, memory).run();
}

}  // namespace stylize
