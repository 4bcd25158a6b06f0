#include "sequence/clip_painter.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "batch/crew.h"
#include "batch/failure.h"
#include "sequence/frame_painter.h"

namespace stylize {
namespace {

// One call at a time. After a failure all others are to stop, too.
class SharedObserver : public BatchObserver {
 public:
  explicit SharedObserver(BatchObserver& observer) : observer_(observer) {}

  bool stop_requested() override { return ends_ || observer_.stop_requested(); }
  void progressed(std::size_t job, const Progress& progress) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.progressed(job, progress);
  }
  void evaluating(std::size_t job, const Progress& progress) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.evaluating(job, progress);
  }
  void ended(std::size_t job, const JobResult& result) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.ended(job, result);
  }
  void noted(const std::string& line, bool warning) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.noted(line, warning);
  }
  void detailed(const std::string& line) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.detailed(line);
  }
  void failed(const std::string& line) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(failure_, line) != line) observer_.failed(line);
  }
  void missed(const std::string& line) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.missed(line);
  }

  void end() { ends_ = true; }

 private:
  BatchObserver& observer_;
  std::mutex mutex_;
  std::string failure_;  // of the source, which all of them read
  std::atomic<bool> ends_{false};
};

// Hears what is new: all frames were reported when they were painted.
class JoiningObserver : public BatchObserver {
 public:
  explicit JoiningObserver(BatchObserver& observer) : observer_(observer) {}

  bool stop_requested() override { return observer_.stop_requested(); }
  void ended(std::size_t job, const JobResult& result) override {
    if (result.report.status != JobStatus::kSkipped) observer_.ended(job, result);
  }
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }

 private:
  BatchObserver& observer_;
};

// Shots are dealt out in turns.
class ParallelShots {
 public:
  ParallelShots(const ClipJob& clip, const OpenSource& open, const RunContext& run_context,
                ClipMeans& means, BatchObserver& observer)
      : clip_(clip), open_(open), run_context_(run_context), means_(means), observer_(observer) {}

  // Of all of them: the frames that are finished, and the first failure.
  ClipOutcome run();

 private:
  void paint(int number, int count);

  const ClipJob& clip_;
  const OpenSource& open_;
  const RunContext& run_context_;
  ClipMeans& means_;
  SharedObserver observer_;
  std::mutex mutex_;  // guards what follows
  ClipOutcome all_;
  std::exception_ptr error_;
};

void ParallelShots::paint(int number, int count) {
  try {
    const std::unique_ptr<FrameSource> source = open_();
    const ClipOutcome own =
        FramePainter(clip_, Shard{number, count}, *source, run_context_, means_, observer_).run();
    const std::lock_guard<std::mutex> lock(mutex_);
    all_.frames += own.frames;
    all_.stopped = all_.stopped || own.stopped;
    if (own.failure && !all_.failure) {
      all_.failure = own.failure;
      all_.source_failed = own.source_failed;
    }
    if (own.failure && !own.source_failed) observer_.end();
  } catch (...) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!error_) error_ = std::current_exception();
    observer_.end();
  }
}

ClipOutcome ParallelShots::run() {
  const int count = means_.options.parallel;
  Crew painters;
  try {
    for (int i = 1; i <= count; ++i) painters.start([this, i, count] { paint(i, count); });
  } catch (const std::system_error& error) {
    observer_.end();
    painters.join();
    throw Error(ErrorKind::kMemory, "the system gives no more threads (" + error.code().message() +
                                        "); lower " + setting_name("parallel"));
  }
  painters.join();
  if (error_) std::rethrow_exception(error_);
  return all_;
}

}  // namespace

ClipOutcome paint_clip(const ClipJob& clip, FrameSource& source, const OpenSource& open,
                       const RunContext& run_context, const BatchOptions& options,
                       BatchObserver& observer) {
  clip.work.make(clip.makes_folders());
  const bool parallel = options.parallel > 1 && open && !clip.shots;
  observer.began(parallel ? options.parallel : 1);
  if (!parallel) {
    ClipMeans means(clip, run_context, options, 1);
    return FramePainter(clip, clip.shots, source, run_context, means, observer).run();
  }
  {
    ClipMeans means(clip, run_context, options, options.parallel);
    const ClipOutcome outcome = ParallelShots(clip, open, run_context, means, observer).run();
    if (outcome.stopped || (outcome.failure && !outcome.source_failed)) return outcome;
  }
  // All are there now; this says so, and what determines the bytes of the last one.
  BatchOptions joining = options;
  joining.resume = true;
  ClipMeans means(clip, run_context, joining, 1);
  JoiningObserver joined(observer);
  return FramePainter(clip, std::nullopt, source, run_context, means, joined).run();
}

namespace {

// Calls `read` with the keys of all frames, once they are read, and their number.
template <typename Read>
void read_keys(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
               const BatchOptions& options, const Read& read) {
  const TransferOptions settled = settled_options(clip.job.options, run_context.model);
  BatchObserver nobody;
  constexpr int64_t kMost = int64_t{1} << 30;
  ReadingRoom room(kMost, kMost);
  PictureReader reader(read_options_of(options, nobody), 0, room);
  const MovingBlend blend(clip.job.options.styles, clip.job.styles.size(), source.info().frames);
  FrameKeys keys(run_context, clip.job, settled, hash_shared_inputs(clip, reader), blend);
  MaskFrames masks(clip);
  int64_t frames = 0;
  for (; const std::optional<Image> frame = source.next(); ++frames) {
    if (masks.any()) masks.next();
    keys.add(*frame, masks);
  }
  read(keys, frames);
}

}  // namespace

ClipOutcome whole_clip(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                       const BatchOptions& options) {
  ClipOutcome outcome;
  read_keys(clip, source, run_context, options, [&](const FrameKeys& keys, int64_t frames) {
    outcome.key = keys.key();
    outcome.frames = frames;
  });
  return outcome;
}

bool has_all_frames(const ClipJob& clip, FrameSource& source, const RunContext& run_context,
                    const BatchOptions& options) {
  const FrameFiles files(clip);
  bool has_all = true;
  read_keys(clip, source, run_context, options, [&](FrameKeys& keys, int64_t frames) {
    for (FramePass at = {1, clip.job.options.sequence.passes}; at.number <= frames; ++at.number) {
      keys.go_to(at);
      has_all = has_all && files.finished(at, keys.key());
    }
    has_all = has_all && frames > 0;
  });
  return has_all;
}

}  // namespace stylize
