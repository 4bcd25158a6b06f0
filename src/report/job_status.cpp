// Names of statuses, and counting jobs by status.
#include <utility>

#include "status_rank.h"
#include "stylize/error.h"
#include "stylize/report/job_report.h"

namespace stylize {
namespace {

struct StatusName {
  JobStatus status;
  const char* word;
  int64_t RunSummary::*count;
};

constexpr StatusName kNames[] = {
    {JobStatus::kDone, "done", &RunSummary::done},
    {JobStatus::kSkipped, "skipped", &RunSummary::skipped},
    {JobStatus::kFailed, "failed", &RunSummary::failed},
    {JobStatus::kDiverged, "diverged", &RunSummary::diverged},
    {JobStatus::kInterrupted, "interrupted", &RunSummary::interrupted}};

const StatusName& name_of(JobStatus status) {
  for (const StatusName& name : kNames) {
    if (name.status == status) return name;
  }
  throw Error(ErrorKind::kInput, std::to_string(static_cast<int>(status)) + ": is no status");
}

}  // namespace

std::string to_word(JobStatus status) {
  return name_of(status).word;
}

JobStatus status_of_word(const std::string& word) {
  for (const StatusName& name : kNames) {
    if (name.word == word) return name.status;
  }
  throw Error(ErrorKind::kInput, word + ": is no status of a job");
}

int rank(JobStatus status) {
  switch (status) {
    case JobStatus::kDone:
    case JobStatus::kSkipped:
      return 3;
    case JobStatus::kDiverged:
      return 2;
    case JobStatus::kInterrupted:
      return 1;
    case JobStatus::kFailed:
      break;
  }
  return 0;
}

void count_status(RunSummary& summary, JobStatus status) {
  ++(summary.*name_of(status).count);
}

bool is_of_earlier_pass(const JobReport& job) {
  const bool is_finished = job.status == JobStatus::kDone || job.status == JobStatus::kSkipped;
  return is_finished && job.frames.pass < job.frames.passes;
}

void count_job(RunSummary& summary, const JobReport& job) {
  count_status(summary, job.status);
  for (const ScaleEntry& scale : job.scales) summary.optimization_seconds += scale.seconds;
}

std::string summary_line(const RunSummary& summary) {
  std::string line = std::to_string(summary.jobs) + (summary.jobs == 1 ? " job" : " jobs");
  std::string separator = ": ";
  int64_t left = summary.jobs;
  const auto mention = [&](int64_t count, const char* word) {
    if (count > 0) line += std::exchange(separator, ", ") + std::to_string(count) + " " + word;
  };
  for (const StatusName& name : kNames) {
    mention(summary.*name.count, name.word);
    left -= summary.*name.count;
  }
  mention(left, "to do");
  return line;
}

}  // namespace stylize
