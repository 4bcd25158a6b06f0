#include "painted_report.h"

#include <string>
#include <utility>

#include "stylize/setting_name.h"

namespace stylize {
namespace {

ScaleEntry entry_of(const ScaleReport& scale) {
  LossEntries losses{{}, scale.losses.total()};
  for (const Loss& loss : scale.losses) losses.terms.push_back({loss.name, loss.value});
  return {scale.size.width, scale.size.height, scale.iterations,
          losses,           scale.seconds,     scale.target_seconds};
}

// What will happen when the job is run again after a stop.
std::string what_follows(Saved saved) {
  switch (saved) {
    case Saved::kHere:
      return "the same command with " + setting_name("resume") + " goes on from there";
    case Saved::kEarlier:
      return "its state could not be written; the same command with " + setting_name("resume") +
             " goes on from the last checkpoint";
    case Saved::kNothing:
      break;
  }
  return "its state could not be written, so it will begin anew";
}

}  // namespace

void report_painted(const Job& job, Painted& painted, JobReport& report) {
  report.curve = std::move(painted.curve);
  report.scales.clear();
  for (const ScaleReport& scale : painted.result.scales) report.scales.push_back(entry_of(scale));
  if (painted.result.outcome == Outcome::kStopped) {
    report.status = JobStatus::kInterrupted;
    const int64_t iterations = report.scales.back().iterations;
    const std::size_t scale = report.scales.size();
    report.error = job.output.string() + ": stopped ";
    report.error += scale == 1 && iterations == 0
                        ? "before its first iteration, so it will begin anew"
                        : "after iteration " + std::to_string(iterations) + " of scale " +
                              std::to_string(scale) + "; " + what_follows(painted.saved);
  }
  if (painted.result.outcome == Outcome::kDiverged) {
    report.status = JobStatus::kDiverged;
    report.error = job.output.string() +
                   ": the losses became NaN or infinite and no smaller step helped; the best "
                   "picture so far was saved; lower the weights";
  }
}

}  // namespace stylize
