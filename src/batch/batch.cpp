#include "stylize/batch/batch.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "bounded_queue.h"
#include "checkpoint_place.h"
#include "failure.h"
#include "memory_plan.h"
#include "network_pool.h"
#include "painter.h"
#include "picture_reader.h"
#include "preparation.h"
#include "preview.h"
#include "reading_room.h"
#include "remaining_uses.h"
#include "side_pictures.h"
#include "stylize/image/image_files.h"
#include "stylize/jobs/output_names.h"
#include "stylize/kernels/one_thread.h"
#include "stylize/machine/resident_memory.h"
#include "stylize/machine/seconds.h"
#include "stylize/transfer/state_file.h"
#include "thumbnail.h"

namespace stylize {
namespace {

// One job on its way through the threads.
struct JobInFlight {
  std::size_t job = 0;
  JobResult result;
  Preparation preparation;
  TransferResult painted;
  std::vector<SheetPicture> sheet;
  std::vector<uint8_t> encoded;  // a picture that could not be written yet
};

ScaleEntry entry_of(const ScaleReport& scale) {
  const Losses& losses = scale.losses;
  return {scale.size.width, scale.size.height,
          scale.iterations, {losses.content, losses.style, losses.total_variation, losses.total()},
          scale.seconds,    scale.target_seconds};
}

// Threads that are waited for, however many of them could be started.
class Crew {
 public:
  ~Crew() { join(); }

  /// Throws std::system_error when the system gives no thread.
  template <typename Work>
  void start(const Work& work) {
    threads_.emplace_back(work);
  }

  void join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  std::vector<std::thread> threads_;
};

// After a stop.
std::string what_follows(Saved saved) {
  switch (saved) {
    case Saved::kHere:
      return "the same command with --resume goes on from there";
    case Saved::kEarlier:
      return "its state could not be written; the same command with --resume goes on from the last "
             "checkpoint";
    case Saved::kNothing:
      break;
  }
  return "its state could not be written, so it will begin anew";
}

class BatchRun {
 public:
  BatchRun(const std::vector<Job>& jobs, const Studio& studio, const BatchOptions& options,
           BatchObserver& observer, NetworkPool& networks, const MemoryPlan& memory)
      : jobs_(jobs),
        studio_(studio),
        options_(options),
        observer_(observer),
        parallel_(memory.parallel),
        targets_(memory.targets),
        room_(memory.reading, memory.alone),
        reader_(read_options(), memory.pictures, room_),
        pictures_to_read_(jobs),
        painter_(options, networks, targets_, memory.each),
        preview_(options.preview, options.preview_seconds),
        prepared_(static_cast<std::size_t>(memory.parallel)),
        painted_(static_cast<std::size_t>(memory.parallel)),
        targets_to_use_(jobs) {
    for (std::size_t i = 0; i < jobs.size(); ++i) pending_.push_back(new_job(i));
    summary_.run.jobs = static_cast<int64_t>(jobs.size());
    summary_.parallel = parallel_;
  }

  BatchSummary run();

 private:
  using JobPtr = std::unique_ptr<JobInFlight>;

  JobPtr new_job(std::size_t job) const;
  const Job& job_of(const JobInFlight& flight) const { return jobs_[flight.job]; }
  bool stop_requested();
  bool stopping();
  JobPtr next_job();
  void read_all();
  void paint_all(int threads);
  void write_all();
  bool prepare_job(JobInFlight& flight);
  bool paint_job(JobInFlight& flight);
  void write_job(JobInFlight& flight);
  void write_side_pictures(const JobInFlight& flight);
  void note(const std::string& line, bool warning);
  void miss(const std::string& line);
  void forget_pictures(const Job& job);
  void forget_targets(const JobInFlight& flight);
  void settle(JobInFlight& flight);
  void settle_failure(JobPtr& flight);
  void leave();
  void break_off(std::exception_ptr reason);
  template <typename Call>
  void tell(const Call& call);
  template <typename Work>
  void work_on(JobPtr& flight, const Work& work);
  PainterListener listener_of(const JobInFlight& flight);
  ReadOptions read_options();

  const std::vector<Job>& jobs_;
  const Studio& studio_;
  const BatchOptions& options_;
  BatchObserver& observer_;
  const int parallel_;
  TargetCache targets_;
  ReadingRoom room_;
  PictureReader reader_;  // this and the next for the reading thread alone
  RemainingUses pictures_to_read_;
  Painter painter_;
  Preview preview_;
  BoundedQueue<JobPtr> prepared_, painted_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<JobPtr> pending_;
  RemainingUses targets_to_use_;
  std::size_t at_work_ = 0;
  bool failed_fast_ = false;
  std::exception_ptr broken_off_;
  BatchSummary summary_;
  Clock::time_point began_ = Clock::now();

  std::mutex observer_mutex_;
};

BatchRun::JobPtr BatchRun::new_job(std::size_t job) const {
  auto flight = std::make_unique<JobInFlight>();
  flight->job = job;
  JobReport& report = flight->result.report;
  report.content = jobs_[job].content;
  report.style = jobs_[job].style;
  report.output = jobs_[job].output;
  report.key = jobs_[job].key.generic_string();
  report.attempts = 0;
  return flight;
}

bool BatchRun::stop_requested() {
  try {
    return observer_.stop_requested();
  } catch (...) {
    break_off(std::current_exception());
    return true;
  }
}

bool BatchRun::stopping() {
  if (stop_requested()) return true;
  const std::lock_guard<std::mutex> lock(mutex_);
  return failed_fast_;
}

// The next job to begin; none when all are done, or the run is to stop. Jobs that are to be tried
// again come back while others are at work, so the last one at work is waited for.
BatchRun::JobPtr BatchRun::next_job() {
  constexpr std::chrono::milliseconds kStopInterval{100};
  std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
  while (true) {
    if (stop_requested()) return nullptr;
    lock.lock();
    if (failed_fast_) return nullptr;
    if (!pending_.empty()) break;
    if (at_work_ == 0) return nullptr;
    changed_.wait_for(lock, kStopInterval);
    lock.unlock();
  }
  JobPtr flight = std::move(pending_.front());
  pending_.pop_front();
  ++at_work_;
  ++flight->result.report.attempts;
  return flight;
}

// After the bytes of the files, the pictures that no later job will read.
void BatchRun::forget_pictures(const Job& job) {
  reader_.forget_bytes();
  for (const std::string& path : pictures_to_read_.release(job)) reader_.forget(path);
}

// The targets that no later job will aim at. mutex_ is held.
void BatchRun::forget_targets(const JobInFlight& flight) {
  const JobReport& report = flight.result.report;
  for (const std::string& path : targets_to_use_.release(job_of(flight))) {
    if (path == report.content.native()) targets_.forget(report.content_sha256);
    if (path == report.style.native()) targets_.forget(report.style_sha256);
  }
}

// Nothing is begun any more; run() throws the first reason.
void BatchRun::break_off(std::exception_ptr reason) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!broken_off_) broken_off_ = std::move(reason);
  failed_fast_ = true;
}

template <typename Call>
void BatchRun::tell(const Call& call) {
  const std::lock_guard<std::mutex> lock(observer_mutex_);
  try {
    call();
  } catch (...) {
    break_off(std::current_exception());
  }
}

void BatchRun::settle(JobInFlight& flight) {
  flight.preparation = {};
  flight.painted = {};
  flight.sheet = {};
  const JobStatus status = flight.result.report.status;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    forget_targets(flight);
    count_job(summary_.run, flight.result.report);
    summary_.run.seconds = seconds_since(began_);
    const bool failed = status == JobStatus::kFailed || status == JobStatus::kDiverged;
    if (failed && options_.fail_fast) failed_fast_ = true;
  }
  tell([&] { observer_.ended(flight.job, flight.result); });
  leave();
}

// A job is no longer at work: it ended, or is as if it had never been begun.
void BatchRun::leave() {
  const std::lock_guard<std::mutex> lock(mutex_);
  --at_work_;
  changed_.notify_all();
}

// Of what is being caught.
void BatchRun::settle_failure(JobPtr& flight) {
  const Failure failure = current_failure(job_of(*flight).output.string());
  JobResult& result = flight->result;
  if (failure.kind == ErrorKind::kStopped) {
    leave();
    return;
  }
  if (failure.kind == ErrorKind::kMemory) targets_.clear();
  if (may_pass(failure.kind) && result.report.attempts <= options_.retries && !stopping()) {
    note(failure.message + "; will be tried again", true);
    flight->preparation = {};
    flight->painted = {};
    const std::lock_guard<std::mutex> lock(mutex_);
    pending_.push_back(std::move(flight));
    --at_work_;
    changed_.notify_all();
    return;
  }
  result.report.status = JobStatus::kFailed;
  result.report.error = failure.message;
  result.failure = failure.kind;
  settle(*flight);
}

// Does a part of a job's way. The job is handed on by the part's last step, which either happens or
// throws, so whoever catches still has it. What is thrown costs this job, and the run when even
// telling of it fails.
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
      break_off(std::current_exception());
      leave();
    }
  }
}

// False when there is nothing to paint.
bool BatchRun::prepare_job(JobInFlight& flight) {
  JobReport& report = flight.result.report;
  flight.preparation = prepare(job_of(flight), studio_, options_.resume, reader_);
  report.content_sha256 = flight.preparation.hashes.content;
  report.style_sha256 = flight.preparation.hashes.style;
  report.settings = settings_of_key(flight.preparation.key);
  if (flight.preparation.up_to_date) {
    // A process that was killed just after it had written the output left its state there.
    remove_checkpoints(job_of(flight).output, flight.preparation.key);
    report.status = JobStatus::kSkipped;
    return false;
  }
  if (options_.thumbnails) {
    report.thumbnails.content_png = thumbnail_png(flight.preparation.inputs.content);
    report.thumbnails.style_png = thumbnail_png(flight.preparation.inputs.style);
  }
  return true;
}

void BatchRun::read_all() {
  const OneThread alone;  // its small tensors do not need more
  while (JobPtr flight = next_job()) {
    work_on(flight, [&](const auto& add_seconds) {
      if (!flight->encoded.empty()) {  // painted before; only the writing failed
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

void BatchRun::note(const std::string& line, bool warning) {
  if (!line.empty()) tell([&] { observer_.noted(line, warning); });
}

ReadOptions BatchRun::read_options() {
  ReadOptions options;
  options.max_pixels = options_.max_pixels;
  options.warn = [this](const std::string& line) { note(line, true); };
  return options;
}

void BatchRun::miss(const std::string& line) {
  tell([&] { observer_.missed(line); });
}

PainterListener BatchRun::listener_of(const JobInFlight& flight) {
  const auto show = [this, &job = job_of(flight)](const Progress& progress) {
    note(preview_.offer(progress, job.options.write), true);
  };
  PainterListener listener;
  listener.stop_requested = [this] { return stop_requested(); };
  listener.begun = show;
  listener.progressed = [this, show, job = flight.job](const Progress& progress) {
    show(progress);
    tell([&] { observer_.progressed(job, progress); });
  };
  listener.noted = [this](const std::string& line, bool warning) { note(line, warning); };
  listener.missed = [this](const std::string& line) { miss(line); };
  return listener;
}

// False when the picture was not finished because the run is to stop.
bool BatchRun::paint_job(JobInFlight& flight) {
  JobReport& report = flight.result.report;
  const Job& job = job_of(flight);
  if (parallel_ == 1) reset_peak_memory();
  Painted painted = painter_.paint(job, flight.preparation, listener_of(flight));
  report.peak_memory = peak_memory();
  note(preview_.finish(painted.result.image, job.options.write), true);
  report.curve = std::move(painted.curve);
  report.scales.clear();
  for (const ScaleReport& scale : painted.result.scales) report.scales.push_back(entry_of(scale));
  flight.painted = std::move(painted.result);
  flight.sheet = std::move(painted.sheet);
  if (flight.painted.outcome == Outcome::kStopped) {
    report.status = JobStatus::kInterrupted;
    report.error = job.output.string() + ": stopped after iteration " +
                   std::to_string(report.scales.back().iterations) + " of scale " +
                   std::to_string(report.scales.size()) + "; " + what_follows(painted.saved);
    return false;
  }
  if (flight.painted.outcome == Outcome::kDiverged) {
    report.status = JobStatus::kDiverged;
    report.error = job.output.string() +
                   ": the losses became NaN or infinite and no smaller step helped; the best "
                   "picture so far was saved; lower the weights";
  }
  return true;
}

void BatchRun::paint_all(int threads) {
  at::set_num_threads(threads);
  while (auto popped = prepared_.pop()) {
    JobPtr flight = std::move(*popped);
    if (stopping()) {
      leave();
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

// No reason to lose the picture when they cannot be written.
void BatchRun::write_side_pictures(const JobInFlight& flight) {
  const Job& job = job_of(flight);
  WriteOptions options = job.options.write;
  options.bit_depth = 8;
  try {
    if (!flight.sheet.empty()) {
      write_image(job.options.contact_sheet, contact_sheet(flight.sheet), options);
    }
    if (!job.options.loss_plot.empty()) {
      write_image(job.options.loss_plot, loss_plot_of(flight.painted), options);
    }
  } catch (const Error& error) {
    miss(error.what());
  }
}

void BatchRun::write_job(JobInFlight& flight) {
  const Job& job = job_of(flight);
  JobReport& report = flight.result.report;
  if (flight.encoded.empty()) {
    WriteOptions options = job.options.write;
    options.record = make_record(flight.preparation.key, studio_, job, flight.painted);
    flight.encoded = encode_image(job.output, flight.painted.image, options);
    if (options_.thumbnails) report.thumbnails.result_png = thumbnail_png(flight.painted.image);
    write_side_pictures(flight);
  }
  write_encoded_image(job.output, flight.encoded, job.options.write);
  flight.encoded = {};
  remove_checkpoints(job.output);
}

void BatchRun::write_all() {
  const OneThread alone;  // its small tensors do not need more
  while (auto popped = painted_.pop()) {
    JobPtr flight = std::move(*popped);
    work_on(flight, [&](const auto& add_seconds) {
      write_job(*flight);
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
    break_off(std::make_exception_ptr(
        Error(ErrorKind::kMemory, "the system gives no more threads (" + error.code().message() +
                                      "); lower --parallel, or raise the limit of processes")));
  }
  readers.join();
  prepared_.close();
  painters.join();
  painted_.close();
  writers.join();
  if (broken_off_) std::rethrow_exception(broken_off_);
  summary_.run.seconds = seconds_since(began_);
  return summary_;
}

}  // namespace

BatchSummary run_batch(const std::vector<Job>& jobs, const Studio& studio,
                       const BatchOptions& options, BatchObserver& observer) {
  if (jobs.empty()) {  // a shard may have none, and reports that
    observer.began(1);
    return {};
  }
  NetworkPool networks(studio);
  const MemoryPlan memory = plan_memory(jobs, studio, options, networks);
  observer.began(memory.parallel);
  return BatchRun(jobs, studio, options, observer, networks, memory).run();
}

}  // namespace stylize
