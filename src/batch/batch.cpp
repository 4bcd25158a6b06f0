#include "stylize/batch/batch.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
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
struct Ticket {
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
    for (std::size_t i = 0; i < jobs.size(); ++i) pending_.push_back(new_ticket(i));
    summary_.run.jobs = static_cast<int64_t>(jobs.size());
    summary_.parallel = parallel_;
  }

  BatchSummary run();

 private:
  using TicketPtr = std::unique_ptr<Ticket>;

  TicketPtr new_ticket(std::size_t job) const;
  const Job& job_of(const Ticket& ticket) const { return jobs_[ticket.job]; }
  bool stopping();
  TicketPtr next_ticket();
  void read_all();
  void paint_all(int threads);
  void write_all();
  bool prepare_ticket(Ticket& ticket);
  bool paint_ticket(Ticket& ticket);
  void write_ticket(Ticket& ticket);
  void write_side_pictures(const Ticket& ticket);
  void note(const std::string& line, bool warning);
  void miss(const std::string& line);
  void forget_pictures(const Job& job);
  void forget_targets(const Ticket& ticket);
  void settle(TicketPtr ticket);
  void settle_failure(TicketPtr ticket);
  void give_up(TicketPtr ticket);
  PainterListener listener_of(const Ticket& ticket);
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
  BoundedQueue<TicketPtr> prepared_, painted_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<TicketPtr> pending_;
  RemainingUses targets_to_use_;
  std::size_t at_work_ = 0;
  bool failed_fast_ = false;
  BatchSummary summary_;
  Clock::time_point began_ = Clock::now();

  std::mutex observer_mutex_;
};

BatchRun::TicketPtr BatchRun::new_ticket(std::size_t job) const {
  auto ticket = std::make_unique<Ticket>();
  ticket->job = job;
  JobReport& report = ticket->result.report;
  report.content = jobs_[job].content;
  report.style = jobs_[job].style;
  report.output = jobs_[job].output;
  report.key = jobs_[job].key.generic_string();
  report.attempts = 0;
  return ticket;
}

bool BatchRun::stopping() {
  if (observer_.stop_requested()) return true;
  const std::lock_guard<std::mutex> lock(mutex_);
  return failed_fast_;
}

// The next job to begin; none when all are done, or the run is to stop. Jobs that are to be tried
// again come back while others are at work, so the last one at work is waited for.
BatchRun::TicketPtr BatchRun::next_ticket() {
  constexpr std::chrono::milliseconds kStopInterval{100};
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    if (failed_fast_ || observer_.stop_requested()) return nullptr;
    if (!pending_.empty()) break;
    if (at_work_ == 0) return nullptr;
    changed_.wait_for(lock, kStopInterval);
  }
  TicketPtr ticket = std::move(pending_.front());
  pending_.pop_front();
  ++at_work_;
  ++ticket->result.report.attempts;
  return ticket;
}

// After the bytes of the files, the pictures that no later job will read.
void BatchRun::forget_pictures(const Job& job) {
  reader_.forget_bytes();
  for (const std::string& path : pictures_to_read_.release(job)) reader_.forget(path);
}

// The targets that no later job will aim at. mutex_ is held.
void BatchRun::forget_targets(const Ticket& ticket) {
  const JobReport& report = ticket.result.report;
  for (const std::string& path : targets_to_use_.release(job_of(ticket))) {
    if (path == report.content.native()) targets_.forget(report.content_sha256);
    if (path == report.style.native()) targets_.forget(report.style_sha256);
  }
}

void BatchRun::settle(TicketPtr ticket) {
  ticket->preparation = {};
  ticket->painted = {};
  ticket->sheet = {};
  const JobStatus status = ticket->result.report.status;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    forget_targets(*ticket);
    count_job(summary_.run, ticket->result.report);
    summary_.run.seconds = seconds_since(began_);
    const bool failed = status == JobStatus::kFailed || status == JobStatus::kDiverged;
    if (failed && options_.fail_fast) failed_fast_ = true;
  }
  {
    const std::lock_guard<std::mutex> lock(observer_mutex_);
    observer_.ended(ticket->job, ticket->result);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  --at_work_;
  changed_.notify_all();
}

// A job that was prepared, or began to be, and is as if it had never been begun.
void BatchRun::give_up(TicketPtr ticket) {
  ticket.reset();
  const std::lock_guard<std::mutex> lock(mutex_);
  --at_work_;
  changed_.notify_all();
}

// Of what is being caught.
void BatchRun::settle_failure(TicketPtr ticket) {
  const Failure failure = current_failure(job_of(*ticket).output.string());
  JobResult& result = ticket->result;
  if (failure.kind == ErrorKind::kStopped) {
    give_up(std::move(ticket));
    return;
  }
  if (failure.kind == ErrorKind::kMemory) targets_.clear();
  if (may_pass(failure.kind) && result.report.attempts <= options_.retries && !stopping()) {
    note(failure.message + "; will be tried again", true);
    ticket->preparation = {};
    ticket->painted = {};
    const std::lock_guard<std::mutex> lock(mutex_);
    pending_.push_back(std::move(ticket));
    --at_work_;
    changed_.notify_all();
    return;
  }
  result.report.status = JobStatus::kFailed;
  result.report.error = failure.message;
  result.failure = failure.kind;
  settle(std::move(ticket));
}

// False when there is nothing to paint.
bool BatchRun::prepare_ticket(Ticket& ticket) {
  JobReport& report = ticket.result.report;
  ticket.preparation = prepare(job_of(ticket), studio_, options_.resume, reader_);
  report.content_sha256 = ticket.preparation.hashes.content;
  report.style_sha256 = ticket.preparation.hashes.style;
  report.settings = settings_of_key(ticket.preparation.key);
  if (ticket.preparation.up_to_date) {
    // A process that was killed just after it had written the output left its state there.
    remove_checkpoints(job_of(ticket).output, ticket.preparation.key);
    report.status = JobStatus::kSkipped;
    return false;
  }
  if (options_.thumbnails) {
    report.thumbnails.content_png = thumbnail_png(ticket.preparation.inputs.content);
    report.thumbnails.style_png = thumbnail_png(ticket.preparation.inputs.style);
  }
  return true;
}

void BatchRun::read_all() {
  const OneThread alone;  // its small tensors do not need more
  while (TicketPtr ticket = next_ticket()) {
    const auto began = Clock::now();
    if (!ticket->encoded.empty()) {  // painted before; only the writing failed
      painted_.push(std::move(ticket));
      continue;
    }
    try {
      const bool to_paint = prepare_ticket(*ticket);
      forget_pictures(job_of(*ticket));
      ticket->result.report.seconds += seconds_since(began);
      if (to_paint) {
        prepared_.push(std::move(ticket));
      } else {
        settle(std::move(ticket));
      }
    } catch (...) {
      forget_pictures(job_of(*ticket));
      settle_failure(std::move(ticket));
    }
  }
  prepared_.close();
}

void BatchRun::note(const std::string& line, bool warning) {
  const std::lock_guard<std::mutex> lock(observer_mutex_);
  if (!line.empty()) observer_.noted(line, warning);
}

ReadOptions BatchRun::read_options() {
  ReadOptions options;
  options.max_pixels = options_.max_pixels;
  options.warn = [this](const std::string& line) { note(line, true); };
  return options;
}

void BatchRun::miss(const std::string& line) {
  const std::lock_guard<std::mutex> lock(observer_mutex_);
  observer_.missed(line);
}

PainterListener BatchRun::listener_of(const Ticket& ticket) {
  const auto show = [this, &job = job_of(ticket)](const Progress& progress) {
    note(preview_.offer(progress, job.options.write), true);
  };
  PainterListener listener;
  listener.stop_requested = [this] { return observer_.stop_requested(); };
  listener.begun = show;
  listener.progressed = [this, show, job = ticket.job](const Progress& progress) {
    show(progress);
    const std::lock_guard<std::mutex> lock(observer_mutex_);
    observer_.progressed(job, progress);
  };
  listener.noted = [this](const std::string& line, bool warning) { note(line, warning); };
  listener.missed = [this](const std::string& line) { miss(line); };
  return listener;
}

// False when the picture was not finished because the run is to stop.
bool BatchRun::paint_ticket(Ticket& ticket) {
  JobReport& report = ticket.result.report;
  const Job& job = job_of(ticket);
  if (parallel_ == 1) reset_peak_memory();
  Painted painted = painter_.paint(job, ticket.preparation, listener_of(ticket));
  report.peak_memory = peak_memory();
  note(preview_.finish(painted.result.image, job.options.write), true);
  report.curve = std::move(painted.curve);
  report.scales.clear();
  for (const ScaleReport& scale : painted.result.scales) report.scales.push_back(entry_of(scale));
  ticket.painted = std::move(painted.result);
  ticket.sheet = std::move(painted.sheet);
  if (ticket.painted.outcome == Outcome::kStopped) {
    report.status = JobStatus::kInterrupted;
    report.error = job.output.string() + ": stopped after iteration " +
                   std::to_string(report.scales.back().iterations) + " of scale " +
                   std::to_string(report.scales.size()) + "; " + what_follows(painted.saved);
    return false;
  }
  if (ticket.painted.outcome == Outcome::kDiverged) {
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
    TicketPtr ticket = std::move(*popped);
    if (stopping()) {
      give_up(std::move(ticket));
      continue;
    }
    const auto began = Clock::now();
    try {
      const auto painting = room_.paint();
      const bool finished = paint_ticket(*ticket);
      ticket->result.report.seconds += seconds_since(began);
      if (finished) {
        painted_.push(std::move(ticket));
      } else {
        settle(std::move(ticket));
      }
    } catch (...) {
      settle_failure(std::move(ticket));
    }
  }
}

// No reason to lose the picture when they cannot be written.
void BatchRun::write_side_pictures(const Ticket& ticket) {
  const Job& job = job_of(ticket);
  WriteOptions options = job.options.write;
  options.bit_depth = 8;
  try {
    if (!ticket.sheet.empty()) {
      write_image(job.options.contact_sheet, contact_sheet(ticket.sheet), options);
    }
    if (!job.options.loss_plot.empty()) {
      write_image(job.options.loss_plot, loss_plot_of(ticket.painted), options);
    }
  } catch (const Error& error) {
    miss(error.what());
  }
}

void BatchRun::write_ticket(Ticket& ticket) {
  const Job& job = job_of(ticket);
  JobReport& report = ticket.result.report;
  if (ticket.encoded.empty()) {
    WriteOptions options = job.options.write;
    options.record = make_record(ticket.preparation.key, studio_, job, ticket.painted);
    ticket.encoded = encode_image(job.output, ticket.painted.image, options);
    if (options_.thumbnails) report.thumbnails.result_png = thumbnail_png(ticket.painted.image);
    write_side_pictures(ticket);
  }
  write_encoded_image(job.output, ticket.encoded, job.options.write);
  ticket.encoded = {};
  remove_checkpoints(job.output);
}

void BatchRun::write_all() {
  const OneThread alone;  // its small tensors do not need more
  while (auto popped = painted_.pop()) {
    TicketPtr ticket = std::move(*popped);
    const auto began = Clock::now();
    try {
      write_ticket(*ticket);
      ticket->result.report.seconds += seconds_since(began);
      settle(std::move(ticket));
    } catch (...) {
      settle_failure(std::move(ticket));
    }
  }
}

BatchSummary BatchRun::run() {
  std::thread reader([this] { read_all(); });
  std::thread writer([this] { write_all(); });
  std::vector<std::thread> painters;
  const int threads = std::max(1, options_.threads / parallel_);
  for (int i = 0; i < parallel_; ++i) {
    painters.emplace_back([this, threads] { paint_all(threads); });
  }
  reader.join();
  for (std::thread& painter : painters) painter.join();
  painted_.close();
  writer.join();
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
