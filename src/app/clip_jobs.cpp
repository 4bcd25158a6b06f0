#include "clip_jobs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "batch/failure.h"
#include "clip_run.h"
#include "machine/seconds.h"
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
  FramesOfJob(std::size_t job, JobReport& report, BatchObserver& observer)
      : job_(job), report_(report), observer_(observer) {}

  bool stop_requested() override { return observer_.stop_requested(); }
  void progressed(std::size_t /*frame*/, const Progress& progress) override {
    observer_.progressed(job_, progress);
  }
  void evaluating(std::size_t /*frame*/, const Progress& progress) override {
    observer_.evaluating(job_, progress);
  }
  void ended(std::size_t frame, const JobResult& result) override;
  void noted(const std::string& line, bool warning) override { observer_.noted(line, warning); }
  void detailed(const std::string& line) override { observer_.detailed(line); }
  void failed(const std::string& line) override { report_.error = line; }
  void missed(const std::string& line) override { observer_.missed(line); }

 private:
  const std::size_t job_;
  JobReport& report_;
  BatchObserver& observer_;
};

// The losses are those of the last frame, iterations and seconds those of all.
void FramesOfJob::ended(std::size_t /*frame*/, const JobResult& result) {
  const JobReport& frame = result.report;
  report_.content_sha256 = frame.content_sha256;
  report_.style_sha256 = frame.style_sha256;
  report_.inputs = frame.inputs;
  report_.settings = frame.settings;
  report_.peak_memory = std::max(report_.peak_memory, frame.peak_memory);
  if (result.failure) report_.error = frame.error;
  if (report_.thumbnails.result_jpeg.empty()) report_.thumbnails = frame.thumbnails;
  if (frame.scales.empty()) return;
  std::vector<ScaleEntry> scales = std::move(report_.scales);
  scales.insert(scales.end(), frame.scales.begin(), frame.scales.end());
  ScaleEntry all = scales.back();
  all.iterations = 0;
  all.seconds = all.target_seconds = 0;
  for (const ScaleEntry& scale : scales) {
    all.iterations += scale.iterations;
    all.seconds += scale.seconds;
    all.target_seconds += scale.target_seconds;
  }
  report_.scales = {all};
}

JobResult paint_clip_job(const ProgramOptions& options, const Job& job, std::size_t number,
                         const RunContext& run_context, const BatchOptions& batch,
                         BatchObserver& observer) {
  JobResult result;
  JobReport& report = result.report;
  report.content = job.content;
  report.style = job.styles.front().file;
  report.output = job.output;
  report.key = job.key.string();
  const auto began = Clock::now();
  try {
    ClipRun run(options, plan_of_job(options, job), run_context, batch);
    if (run.is_there()) {
      report.status = JobStatus::kSkipped;
    } else {
      run.open();
      FramesOfJob frames(number, report, observer);
      const ClipOutcome outcome = run.paint(frames);
      result.failure = outcome.failure;
      if (outcome.failure) report.status = JobStatus::kFailed;
      if (outcome.stopped) {
        report.status = JobStatus::kInterrupted;
        report.error = job.output.string() + ": stopped after frame " +
                       std::to_string(outcome.frames) + "; the same command with " +
                       setting_name("resume") + " goes on from there";
      }
    }
  } catch (...) {
    const Failure failure = current_failure(job.output.string());
    report.status =
        failure.kind == ErrorKind::kStopped ? JobStatus::kInterrupted : JobStatus::kFailed;
    report.error = failure.message;
    result.failure = failure.kind;
  }
  report.seconds = seconds_since(began);
  return result;
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
