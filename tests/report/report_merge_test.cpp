#include "stylize/report/report_merge.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "report/sample_jobs.h"
#include "stylize/error.h"
#include "stylize/report/report_file.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class Merge : public testing::Test {
 protected:
  // The report of a finished run with these jobs.
  fs::path write(const std::string& name, const RunInfo& run, const std::vector<JobReport>& jobs,
                 double seconds = 10) {
    RunSummary summary;
    summary.jobs = static_cast<int64_t>(jobs.size());
    summary.seconds = seconds;
    ReportFile report(folder_ / name, ReportFormat::kJson, run, summary);
    for (const JobReport& job : jobs) {
      count_job(summary, job);
      report.add(job, summary);
    }
    summary.finished = true;
    report.update(summary);
    return folder_ / name;
  }

  // Which of two reports of one job is kept: its status and its error.
  std::string better(const JobReport& one, const std::string& one_started, const JobReport& other,
                     const std::string& other_started) {
    const json merged =
        json::parse(merge_reports({write("a", sample_run("", one_started), {one}),
                                   write("b", sample_run("", other_started), {other})})
                        .text);
    EXPECT_EQ(merged.at("jobs").size(), 1u);
    const json& job = merged.at("jobs").at(0);
    return job.at("status").get<std::string>() + " " + job.at("error").get<std::string>();
  }

  std::string refusal(const fs::path& path) {
    try {
      merge_reports({path});
    } catch (const Error& error) {
      EXPECT_TRUE(error.kind() == ErrorKind::kInput || error.kind() == ErrorKind::kRead);
      return error.what();
    }
    return "";
  }

  std::string refusal_of_text(const std::string& text) {
    std::ofstream(folder_ / "bad.json") << text;
    return refusal(folder_ / "bad.json");
  }

  const TemporaryFolder folder_;
};

JobReport job_with(JobStatus status, const std::string& error) {
  JobReport job = sample_job("a", status);
  job.error = error;
  return job;
}

TEST_F(Merge, SortsJobsAndAddsUp) {
  const auto first = write("1", sample_run("1/2"), {sample_job("d"), sample_job("b")}, 30);
  const auto second =
      write("2", sample_run("2/2"),
            {sample_job("c", JobStatus::kSkipped), sample_job("a", JobStatus::kFailed)}, 50);
  const MergedReport merged = merge_reports({first, second});
  const json report = json::parse(merged.text);
  std::string keys;
  for (const json& job : report.at("jobs")) keys += job.at("key").get<std::string>();
  EXPECT_EQ(keys, "abcd");
  EXPECT_EQ(report.at("jobs").at(1).at("curve").size(), 200u);
  EXPECT_EQ(report.at("run").at("shard"), "");
  EXPECT_EQ(report.at("run").at("shards").at(0).at("shard"), "1/2");
  EXPECT_EQ(report.at("run").at("shards").at(1).at("shard"), "2/2");
  EXPECT_EQ(report.at("summary"),
            json::parse(R"({"jobs":4,"done":2,"skipped":1,"failed":1,"diverged":0,"interrupted":0,
                "seconds":50.0,"optimization_seconds":32.0,"finished":true,"exit_code":1})"));
  EXPECT_EQ(summary_line(merged.summary), "4 jobs: 2 done, 1 skipped, 1 failed");
}

TEST_F(Merge, KeepsTheBetterOfTwoReportsOfAJob) {
  const std::string early = "2026-01-01T00:00:00Z", late = "2026-01-02T00:00:00Z";
  const JobStatus order[] = {JobStatus::kDone, JobStatus::kDiverged, JobStatus::kInterrupted,
                             JobStatus::kFailed};
  for (int i = 0; i < 3; ++i) {
    const JobReport good = job_with(order[i], "good"), bad = job_with(order[i + 1], "bad");
    EXPECT_EQ(better(good, early, bad, late), to_word(order[i]) + " good");
    EXPECT_EQ(better(bad, late, good, early), to_word(order[i]) + " good");
  }
  const JobReport done = job_with(JobStatus::kDone, ""),
                  skipped = job_with(JobStatus::kSkipped, "");
  EXPECT_EQ(better(done, early, skipped, late), "skipped ");
  EXPECT_EQ(better(skipped, early, done, late), "done ");
  EXPECT_EQ(better(done, late, skipped, early), "done ");
}

TEST_F(Merge, CountsAShardThatRanTwiceOnce) {
  const auto first = write("1", sample_run("1/1", "2026-01-01T00:00:00Z"),
                           {sample_job("a", JobStatus::kFailed), sample_job("b")});
  const auto again = write("2", sample_run("1/1", "2026-01-02T00:00:00Z"),
                           {sample_job("a"), sample_job("b", JobStatus::kSkipped)});
  const RunSummary summary = merge_reports({again, first}).summary;
  EXPECT_EQ(summary_line(summary), "2 jobs: 1 done, 1 skipped");
  EXPECT_EQ(summary.exit_code, 0);
}

TEST_F(Merge, CountsJobsThatAKilledRunDidNotReach) {
  RunSummary planned;
  planned.jobs = 3;
  ReportFile report(folder_ / "1", ReportFormat::kJson, sample_run(), planned);
  count_job(planned, sample_job("a"));
  report.add(sample_job("a"), planned);
  const RunSummary summary = merge_reports({folder_ / "1"}).summary;
  EXPECT_EQ(summary_line(summary), "3 jobs: 1 done, 2 to do");
  EXPECT_EQ(summary.exit_code, 1);
  EXPECT_FALSE(summary.finished);
}

TEST_F(Merge, NamesMissingShards) {
  const auto first = write("1", sample_run("1/3"), {sample_job("a")});
  const auto second = write("2", sample_run("2/3"), {sample_job("b")});
  const auto third = write("3", sample_run("3/3"), {});
  const MergedReport part = merge_reports({second});
  EXPECT_EQ(part.missing_shards, (std::vector<std::string>{"1/3", "3/3"}));
  EXPECT_EQ(part.summary.exit_code, 1);
  std::ofstream(folder_ / "part.json") << part.text;
  const MergedReport all = merge_reports({first, folder_ / "part.json", third});
  EXPECT_TRUE(all.missing_shards.empty());
  EXPECT_EQ(all.summary.exit_code, 0);
}

// The shard in a report may be anything.
TEST_F(Merge, CombinesConsecutiveMissingShards) {
  const auto ends = write("1", sample_run("1/999999"), {});
  const auto middle = write("2", sample_run("500/999999"), {});
  EXPECT_EQ(merge_reports({ends, middle}).missing_shards,
            (std::vector<std::string>{"2-499/999999", "501-999999/999999"}));
  for (const std::string shard : {"1/2000000000", "1/99999999999999999999", "0/3", "4/3", "-1/3",
                                  "1/", "/3", "1/3x", "+1/3", "1/0"}) {
    const std::string message = refusal(write("bad", sample_run(shard), {}));
    EXPECT_NE(message.find("\"" + shard + "\" is no shard K/N"), std::string::npos) << message;
  }
}

TEST_F(Merge, TreatsAMergedReportAsItsShards) {
  const auto first = write("1", sample_run("1/3"), {sample_job("a")});
  const auto second = write("2", sample_run("2/3"), {sample_job("b")});
  const auto third = write("3", sample_run("3/3"), {sample_job("c")});
  const MergedReport two = merge_reports({first, second});
  std::ofstream(folder_ / "two") << two.text;
  const MergedReport in_steps = merge_reports({folder_ / "two", third});
  EXPECT_EQ(in_steps.text, merge_reports({first, second, third}).text);
}

TEST_F(Merge, RefusesOtherFiles) {
  const std::string start = (folder_ / "bad.json").string() + ": is no report of stylize: ";
  const auto nested = [](const char* open) {
    std::string text;
    for (int i = 0; i < 200000; ++i) text += open;
    return text;
  };
  const auto with_jobs = [](const std::string& jobs) {
    return R"({"run":{"started":"","shard":""},"jobs":[],"summary":{"jobs":)" + jobs +
           R"(,"seconds":1,"optimization_seconds":1,"finished":true}})";
  };
  const auto with_shards = [](const std::string& shards) {
    return R"({"run":{"started":"","shard":"","shards":)" + shards +
           R"(},"jobs":[],"summary":{"jobs":0,"seconds":1,"optimization_seconds":1,"finished":true}})";
  };
  for (const std::string& text :
       {nested("["), nested("{\"a\":"), with_jobs("-1"), with_jobs("1e300"), with_jobs("1.5"),
        with_jobs("9223372036854775807"), with_shards("1"), with_shards("[1]"),
        with_shards(R"([{"shard":"1/2000000000"}])"), with_shards(R"([{}])")}) {
    EXPECT_EQ(refusal_of_text(text).find(start), 0u) << text.substr(0, 200);
  }
  for (const std::string text :
       {"", "{", "[]", "{}", "\x89PNG", R"({"run":{},"jobs":[],"summary":{}})",
        R"({"run":{"started":"","shard":""},"jobs":[{"key":"a","status":"fine"}],
            "summary":{"jobs":1,"seconds":1,"optimization_seconds":1,"finished":true}})",
        R"({"run":{"started":"","shard":""},"jobs":[{"status":"done"}],
            "summary":{"jobs":1,"seconds":1,"optimization_seconds":1,"finished":true}})"}) {
    const std::string message = refusal_of_text(text);
    EXPECT_EQ(message.find(start), 0u) << message;
    EXPECT_GT(message.size(), start.size());
    EXPECT_EQ(message.find("json.exception"), std::string::npos) << message;
  }
  EXPECT_EQ(refusal(folder_ / "missing"),
            (folder_ / "missing: cannot be read: No such file or directory"));
  EXPECT_EQ(refusal(folder_.path()), folder_.path().string() + ": is a folder, not a file to read");
  EXPECT_THROW(merge_reports({}), Error);
}

}  // namespace
}  // namespace stylize
