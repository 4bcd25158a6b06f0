#include <gtest/gtest.h>

#include "report/sample_jobs.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr JobStatus kStatuses[] = {JobStatus::kDone, JobStatus::kSkipped, JobStatus::kFailed,
                                   JobStatus::kDiverged, JobStatus::kInterrupted};

TEST(JobStatus, ConvertsToWordsAndBack) {
  EXPECT_EQ(to_word(JobStatus::kDone), "done");
  EXPECT_EQ(to_word(JobStatus::kSkipped), "skipped");
  EXPECT_EQ(to_word(JobStatus::kFailed), "failed");
  EXPECT_EQ(to_word(JobStatus::kDiverged), "diverged");
  EXPECT_EQ(to_word(JobStatus::kInterrupted), "interrupted");
  for (const JobStatus status : kStatuses) EXPECT_EQ(status_of_word(to_word(status)), status);
  EXPECT_THROW(status_of_word("Done"), Error);
}

TEST(RunSummary, CountsJobs) {
  RunSummary summary;
  summary.jobs = 9;
  for (const JobStatus status : kStatuses) count_job(summary, sample_job("a", status));
  count_job(summary, sample_job("b"));
  EXPECT_EQ(summary.jobs, 9);
  EXPECT_EQ(summary.done, 2);
  EXPECT_EQ(summary.skipped, 1);
  EXPECT_EQ(summary.failed, 1);
  EXPECT_EQ(summary.diverged, 1);
  EXPECT_EQ(summary.interrupted, 1);
  EXPECT_EQ(summary.optimization_seconds, 6 * 8);
}

TEST(RunSummary, FitsOnALine) {
  RunSummary summary;
  EXPECT_EQ(summary_line(summary), "0 jobs");
  summary.jobs = 1;
  summary.done = 1;
  EXPECT_EQ(summary_line(summary), "1 job: 1 done");
  summary.jobs = 200;
  summary.done = 190;
  summary.skipped = 5;
  summary.failed = 5;
  EXPECT_EQ(summary_line(summary), "200 jobs: 190 done, 5 skipped, 5 failed");
  summary.done = 100;
  EXPECT_EQ(summary_line(summary), "200 jobs: 100 done, 5 skipped, 5 failed, 90 to do");
}

}  // namespace
}  // namespace stylize
