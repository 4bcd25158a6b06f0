#include "batch_display.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "exit_code.h"
#include "loss_text.h"
#include "machine/signals.h"

namespace stylize {
namespace {

std::string pass_text(const FramesEntry& frames) {
  return frames.passes > 1 ? fmt::format(", pass {} of {}", frames.pass, frames.passes) : "";
}

}  // namespace

BatchDisplay::BatchDisplay(std::size_t jobs) {
  summary_.jobs = static_cast<int64_t>(jobs);
}

void BatchDisplay::add_report(const std::filesystem::path& path, ReportFormat format,
                              const RunInfo& run, bool replace) {
  check_report_place(path, format, replace);
  planned_reports_.push_back({path, format, run, replace});
}

void BatchDisplay::began(int parallel) {
  for (PlannedReport& report : planned_reports_) {
    report.run.parallel = parallel;
    reports_.push_back(std::make_unique<ReportFile>(report.path, report.format, report.run,
                                                    summary_, report.replace));
  }
  if (stream_) warn(stream_->began(parallel));
}

bool BatchDisplay::stop_requested() {
  return stop_signal_arrived();
}

// "3:20 left for all", "12 of 200 done", "1 failed"
std::vector<std::string> BatchDisplay::counts() const {
  std::vector<std::string> parts;
  if (summary_.jobs <= 1) return parts;
  const int64_t jobs = summary_.jobs * passes_;
  const int64_t own = summary_.done + summary_.diverged, painted = own + painted_earlier_;
  const int64_t skipped = summary_.skipped + ended_earlier_ - painted_earlier_;
  const int64_t ended = painted + skipped + summary_.failed + summary_.interrupted;
  if (painted > 0) {
    const double each = seconds_since(began_) / static_cast<double>(painted);
    const double left = each * static_cast<double>(jobs - ended);
    parts.push_back(duration_text(left) + " left for all");
  }
  parts.push_back(fmt::format("{} of {} done", painted + skipped, jobs));
  if (summary_.failed > 0) parts.push_back(fmt::format("{} failed", summary_.failed));
  return parts;
}

void BatchDisplay::warn(const std::string& line) {
  if (line.empty()) return;
  progress_.clear();
  spdlog::warn("{}", line);
}

void BatchDisplay::progressed(std::size_t job, const Progress& progress) {
  if (stream_) warn(stream_->progressed(job, progress));
  progress_.show(progress, [this] { return counts(); });
}

void BatchDisplay::evaluating(std::size_t /*job*/, const Progress& progress) {
  progress_.show(progress, [this] { return counts(); });
}

void BatchDisplay::log_job(const JobResult& result) const {
  const JobReport& report = result.report;
  for (const ScaleEntry& scale : report.scales) {
    std::string losses;
    for (const LossEntry& term : scale.losses.terms) {
      losses += ", " + loss_text(term.name, term.value);
    }
    spdlog::debug("{}x{}: {} iterations, {:.1f} s{}", scale.width, scale.height, scale.iterations,
                  scale.seconds, losses);
  }
  switch (report.status) {
    case JobStatus::kDone: {
      if (report.scales.empty()) {  // a clip whose frames were there
        spdlog::info("{}: {:.1f} s", report.output.string(), report.seconds);
        break;
      }
      const ScaleEntry& last = report.scales.back();
      spdlog::info("{}: {}x{}, loss {:.4g}, {:.1f} s{}", report.output.string(), last.width,
                   last.height, last.losses.total, report.seconds, pass_text(report.frames));
      break;
    }
    case JobStatus::kSkipped:
      spdlog::info("{}: is there already, made of the same{}", report.output.string(),
                   pass_text(report.frames));
      break;
    case JobStatus::kInterrupted:
      spdlog::warn("{}", report.error);
      break;
    case JobStatus::kFailed:
    case JobStatus::kDiverged:
      spdlog::error("{}", report.error);
      break;
  }
}

// A report that cannot be written does not end the run. The error is logged once, until the reason
// changes.
void BatchDisplay::keep_report(const std::string& error) {
  if (error.empty() || error == report_error_) return;
  report_error_ = error;
  spdlog::warn("{}; the run goes on", error);
}

// It is not what the output shows, and in no report.
void BatchDisplay::count_earlier_pass(const JobResult& result) {
  passes_ = result.report.frames.passes;
  ++ended_earlier_;
  if (result.report.status == JobStatus::kDone) ++painted_earlier_;
  log_job(result);
}

void BatchDisplay::ended(std::size_t job, const JobResult& result) {
  progress_.clear();
  if (is_of_earlier_pass(result.report)) return count_earlier_pass(result);
  count_job(summary_, result.report);
  summary_.seconds = seconds_since(began_);
  failure_ = result.failure;
  log_job(result);
  for (const auto& report : reports_) keep_report(report->add(result.report, summary_));
  if (stream_) warn(stream_->ended(job, result.report));
}

void BatchDisplay::noted(const std::string& line, bool warning) {
  progress_.clear();
  spdlog::log(warning ? spdlog::level::warn : spdlog::level::info, "{}", line);
}

void BatchDisplay::detailed(const std::string& line) {
  if (!spdlog::should_log(spdlog::level::debug)) return;
  progress_.clear();
  spdlog::debug("{}", line);
}

void BatchDisplay::failed(const std::string& line) {
  progress_.clear();
  spdlog::error("{}", line);
}

void BatchDisplay::missed(const std::string& line) {
  noted(line, true);
  missed_some_ = true;
}

bool BatchDisplay::is_complete(const std::string& error) const {
  if (!error.empty()) spdlog::error("{}; the report is not complete", error);
  return error.empty();
}

void BatchDisplay::finish(RunSummary& summary) {
  progress_.clear();
  const auto fail = [&] {
    if (summary.exit_code == kExitDone) summary.exit_code = kExitFailed;
  };
  if (missed_some_) fail();
  bool complete = true;
  for (const auto& report : reports_) complete &= is_complete(report->update(summary));
  if (!complete) fail();
  // Reports in pipes are only written here; each error is logged once.
  bool closed = true;
  for (const auto& report : reports_) closed &= is_complete(report->close());
  if (!closed) fail();
  if (!complete || !closed) {
    for (const auto& report : reports_) report->update(summary);
  }
  if (stream_) warn(stream_->finish(summary));
  if (summary.jobs == 1) return;
  spdlog::info("{}, {}", summary_line(summary), duration_text(summary.seconds));
}

}  // namespace stylize
