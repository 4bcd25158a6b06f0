#include "clip_jobs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "batch/failure.h"
#include "clip_run.h"
#include "machine/seconds.h"
#include "report/frames_row.h"
#include "stylize/error.h"

namespace stylize {
namespace {

// Pictures that are painted without the clips between them keep their numbers.
class RenumberedObserver : public BatchObserver {
 public:
  RenumberedObserver(BatchObserver& observer, std::vector<std::size_t> numbers)
      : observer_(observer), numbers_(std::move(numbers)) {}

  void began(int parallel) override { observer_.began(parallel); }
  bool stop_requested() override { return observer_.stop_requested(); }
  void progressed(std::size_t job, const Progress& progress) override {
    observer_.progressed(numbers_[job], progress);
  }
  void evaluating(std::size_t job, const Progress& progress) override {
    observer_.evaluating(numbers_[job], progress);
  }
  void ended(std::size_t job, const JobResult& result) override {
    observer_.ended(numbers_[job], result);
  }
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }
  void detailed(const std::string& line) override { observer_.detailed(line); }
  void missed(const std::string& line) override { observer_.missed(line); }

 private:
  BatchObserver& observer_;
  const std::vector<std::size_t> numbers_;
};

// Makes one report of those of a clip's frames.
class FramesOfJob : public BatchObserver {
 public:
  FramesOfJob(std::size_t job, FramesRow& row, BatchObserver& observer)
      : job_(job), row_(row), observer_(observer) {}

  bool stop_requested() override { return observer_.stop_requested(); }
  void progressed(std::size_t /*frame*/, const Progress& progress) override {
    observer_.progressed(job_, progress);
  }
  void evaluating(std::size_t /*frame*/, const Progress& progress) override {
    observer_.evaluating(job_, progress);
  }
  void ended(std::size_t /*frame*/, const JobResult& result) override { row_.add(result.report); }
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }
  void detailed(const std::string& line) override { observer_.detailed(line); }
  void failed(const std::string& line) override { row_.row().error = line; }
  void missed(const std::string& line) override { observer_.missed(line); }

 private:
  const std::size_t job_;
  FramesRow& row_;
  BatchObserver& observer_;
};

// What it is called in reports.
JobReport row_of_job(const Job& job) {
  JobReport row;
  row.content = job.content;
  row.style = job.styles.front().file;
  row.output = job.output;
  row.key = job.key.string();
  return row;
}

JobResult paint_clip_job(const ProgramOptions& options, const Job& job, std::size_t number,
                         const RunContext& run_context, const BatchOptions& batch,
                         BatchObserver& observer) {
  FramesRow row(row_of_job(job));
  JobReport& report = row.row();
  std::optional<ErrorKind> failure;
  const auto began = Clock::now();
  try {
    ClipRun run(options, plan_of_job(options, job), run_context, batch);
    if (run.is_there()) {
      report.status = JobStatus::kSkipped;
    } else {
      run.open();
      FramesOfJob frames(number, row, observer);
      const ClipOutcome outcome = run.paint(frames);
      failure = outcome.failure;
      report.status = failure ? JobStatus::kFailed : JobStatus::kDone;
      if (outcome.stopped) {
        report.status = JobStatus::kInterrupted;
        report.error = job.output.string() + ": stopped after frame " +
                       std::to_string(outcome.frames) + "; the same command with " +
                       setting_name("resume") + " goes on from there";
      }
    }
  } catch (...) {
    const Failure error = current_failure(job.output.string());
    report.status =
        error.kind == ErrorKind::kStopped ? JobStatus::kInterrupted : JobStatus::kFailed;
    report.error = error.message;
    failure = error.kind;
  }
  report.seconds = seconds_since(began);
  return {report, failure};
}

}  // namespace

RunSummary paint_jobs(const ProgramOptions& options, const std::vector<Job>& jobs,
                      const RunContext& run_context, const BatchOptions& batch,
                      BatchObserver& observer) {
  std::vector<Job> pictures;
  std::vector<std::size_t> numbers, clips;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    (jobs[i].is_clip ? clips : numbers).push_back(i);
    if (!jobs[i].is_clip) pictures.push_back(jobs[i]);
  }
  if (clips.empty()) return run_batch(jobs, run_context, batch, observer).run;
  RenumberedObserver renumbered(observer, numbers);
  RunSummary summary = run_batch(pictures, run_context, batch, renumbered).run;
  summary.jobs = static_cast<int64_t>(jobs.size());
  for (const std::size_t number : clips) {
    if (observer.stop_requested() || (batch.fail_fast && summary.failed > 0)) break;
    const JobResult result =
        paint_clip_job(options, jobs[number], number, run_context, batch, observer);
    count_job(summary, result.report);
    summary.seconds += result.report.seconds;
    observer.ended(number, result);
  }
  return summary;
}

std::vector<std::string> settings_without_effect_on_clips(const ProgramOptions& options,
                                                          const std::vector<Job>& jobs) {
  std::vector<std::string> lines;
  const auto add = [&](bool given, const std::string& setting) {
    if (given) lines.push_back(setting_name(setting) + ": has no effect on clips");
  };
  const JobOptions& common = options.request.common;
  if (std::none_of(jobs.begin(), jobs.end(), [](const Job& job) { return job.is_clip; })) return {};
  add(common.save_every > 0, "save-every");
  add(!common.contact_sheet.empty(), "contact-sheet");
  add(!common.loss_plot.empty(), "loss-plot");
  add(common.write.bit_depth != 8, "bit-depth");
  add(common.write.profile != ProfileChoice::kSrgb, "profile");
  add(options.batch.retries > 0, "retries");
  const ClipOptions standard;
  add(options.clip.start_number != standard.start_number, "start-number");
  add(options.clip.frame_rate != standard.frame_rate, "frame-rate");
  return lines;
}

}  // namespace stylize
