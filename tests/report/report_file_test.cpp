#include "stylize/report/report_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <limits>
#include <nlohmann/json.hpp>

#include "report/sample_jobs.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

using nlohmann::json;

class JsonReport : public testing::Test {
 protected:
  json parsed() const { return json::parse(file_text(path_)); }

  // Writes a report of this job and returns its first job.
  json told(const JobReport& job) const {
    ReportFile report(path_, ReportFormat::kJson, sample_run(), {});
    EXPECT_EQ(report.add(job, {}), "");
    return parsed().at("jobs").at(0);
  }

  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "report.json";
};

TEST_F(JsonReport, ParsesAfterEveryJob) {
  RunSummary summary;
  summary.jobs = 20;
  ReportFile report(path_, ReportFormat::kJson, sample_run("1/2"), summary);
  EXPECT_EQ(parsed().at("jobs").size(), 0u);
  EXPECT_EQ(parsed().at("run").at("command").at(2), "all pictures.csv");
  EXPECT_EQ(parsed().at("run").at("shard"), "1/2");
  for (std::size_t i = 1; i <= 20; ++i) {
    const JobReport job = sample_job(std::to_string(i));
    count_job(summary, job);
    EXPECT_EQ(report.add(job, summary), "");
    EXPECT_EQ(parsed().at("jobs").size(), i);
    EXPECT_EQ(parsed().at("jobs").at(i - 1).at("key"), std::to_string(i));
    EXPECT_EQ(parsed().at("summary").at("done"), i);
  }
  EXPECT_EQ(parsed().at("summary").at("finished"), false);
  summary.finished = true;
  EXPECT_EQ(report.update(summary), "");
  EXPECT_EQ(parsed().at("summary").at("finished"), true);
}

TEST_F(JsonReport, ContainsEverythingAboutAJob) {
  JobReport job = sample_job("a.png", JobStatus::kDiverged);
  job.error = "losses became NaN";
  job.attempts = 3;
  const json told = this->told(job);
  EXPECT_EQ(told.at("content"), "contents/a.png");
  EXPECT_EQ(told.at("style"), "styles/mosaic.jpg");
  EXPECT_EQ(told.at("output"), "out/a.png");
  EXPECT_EQ(told.at("content_sha256"), "c0");
  EXPECT_EQ(told.at("style_sha256"), "51");
  EXPECT_EQ(told.at("inputs").at(1).at("role"), "style");
  EXPECT_EQ(told.at("inputs").at(1).at("file"), "styles/mosaic.jpg");
  EXPECT_EQ(told.at("inputs").at(1).at("sha256"), "51");
  EXPECT_EQ(told.at("status"), "diverged");
  EXPECT_EQ(told.at("error"), "losses became NaN");
  EXPECT_EQ(told.at("attempts"), 3);
  EXPECT_EQ(told.at("seconds"), 9.0);
  EXPECT_EQ(told.at("peak_memory"), 512 << 20);
  EXPECT_EQ(told.at("settings"), json::parse(job.settings));
  EXPECT_EQ(told.at("scales").at(1),
            json::parse(R"({"width":64,"height":48,"iterations":100,"losses":{"content":0.4,
                "style":0.2,"total_variation":0.1,"total":0.7},"seconds":6.5,
                "target_seconds":0.5})"));
  EXPECT_EQ(told.at("curve").size(), 200u);
  EXPECT_EQ(told.at("curve").at(100),
            (json{{"scale", 2}, {"iteration", 1}, {"seconds", 0.04 * 101}, {"loss", 100.0 / 101}}));
}

TEST_F(JsonReport, StaysValidWithAnyText) {
  JobReport job = sample_job("caf\xe9 \"quoted\"\n");
  job.error = std::string("a zero byte \0 and a broken \xf0\x9f", 28);
  job.settings = "{\"half\":";
  job.scales[0].losses.total = std::numeric_limits<double>::quiet_NaN();
  job.curve[0].loss = std::numeric_limits<double>::infinity();
  const json told = this->told(job);
  EXPECT_EQ(told.at("key"), "caf\\xe9 \"quoted\"\n");
  EXPECT_EQ(told.at("settings"), "{\"half\":");
  EXPECT_TRUE(told.at("scales").at(0).at("losses").at("total").is_null());
  EXPECT_TRUE(told.at("curve").at(0).at("loss").is_null());
  job.settings = "{\"name\":\"\xe9\"}";
  EXPECT_TRUE(this->told(job).at("settings").is_string());
}

TEST_F(JsonReport, ParsesWheneverTheProcessIsKilled) {
  for (int round = 0; round < 12; ++round) {
    int confirmed[2];
    ASSERT_EQ(::pipe(confirmed), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ReportFile report(path_, ReportFormat::kJson, sample_run(), {});
      const JobReport job = sample_job("a.png");
      while (report.add(job, {}).empty() && ::write(confirmed[1], "", 1) == 1) continue;
      ::_exit(0);
    }
    ::close(confirmed[1]);
    char byte = 0;
    for (int i = 0; i <= round; ++i) ASSERT_EQ(::read(confirmed[0], &byte, 1), 1);
    for (volatile int moment = 0; moment < 50000 * round; moment = moment + 1) continue;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(confirmed[0]);
    ASSERT_TRUE(json::accept(file_text(path_))) << "round " << round;
    EXPECT_GT(parsed().at("jobs").size(), static_cast<std::size_t>(round));
  }
}

}  // namespace
}  // namespace stylize
