// `stylize report`, run by a shell.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/sample_jobs.h"
#include "stylize/report/report_file.h"
#include "support/run_program.h"

namespace stylize {
namespace {

class ReportCommand : public testing::Test {
 protected:
  ProgramRun run(const std::string& arguments) {
    return run_command("cd " + quoted(folder_.path().string()) + " && " + quoted(PROGRAM) +
                       " report " + arguments);
  }

  void write(const std::string& name, const std::string& key, JobStatus status) {
    RunSummary summary;
    summary.jobs = 1;
    ReportFile report(folder_ / name, ReportFormat::kJson, sample_run(key), summary);
    count_job(summary, sample_job(key, status));
    report.add(sample_job(key, status), summary);
  }

  void expect_failure(const std::string& arguments, int exit_code, const std::string& part) {
    const ProgramRun result = run(arguments);
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.error.find("stylize: "), 0u) << result.error;
    EXPECT_NE(result.error.find(part), std::string::npos) << result.error;
    EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
  }

  const TemporaryFolder folder_;
};

TEST_F(ReportCommand, MergesReports) {
  write("a.json", "2/2", JobStatus::kDone);
  write("b.json", "1/2", JobStatus::kSkipped);
  const ProgramRun merged = run("merge a.json b.json -o all.json");
  EXPECT_EQ(merged.exit_code, 0);
  EXPECT_EQ(merged.output, "2 jobs: 1 done, 1 skipped\n");
  EXPECT_EQ(merged.error, "");
  const auto report = nlohmann::json::parse(file_text(folder_ / "all.json"));
  EXPECT_EQ(report.at("jobs").at(0).at("key"), "1/2");
  EXPECT_EQ(report.at("run").at("shards").size(), 2u);
}

TEST_F(ReportCommand, ExitCodeTellsWhetherAJobFailed) {
  write("a.json", "1/2", JobStatus::kDone);
  write("b.json", "2/2", JobStatus::kFailed);
  const ProgramRun merged = run("merge -o all.json a.json b.json");
  EXPECT_EQ(merged.exit_code, 1);
  EXPECT_EQ(merged.output, "2 jobs: 1 done, 1 failed\n");
  EXPECT_EQ(merged.error, "");
}

TEST_F(ReportCommand, ReportsErrorsOnOneLine) {
  write("a.json", "", JobStatus::kDone);
  expect_failure("", 2, "the subcommand merge is missing");
  expect_failure("join a.json -o all.json", 2, "join");
  expect_failure("merge -o all.json", 2, "reports");
  expect_failure("merge a.json", 2, "--output");
  expect_failure("merge a.json missing.json -o all.json", 1, "missing.json: cannot be read");
  expect_failure("merge a.json " + quoted(PROGRAM) + " -o all.json", 1, "is no report of stylize");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "all.json"));
  expect_failure("merge a.json -o missing/all.json", 1, "missing/all.json: cannot be written");
}

TEST_F(ReportCommand, OnlyReplacesReports) {
  write("a.json", "1/1", JobStatus::kDone);
  const std::string report = file_text(folder_ / "a.json");
  std::ofstream(folder_ / "photo.jpg") << "a photograph";
  expect_failure("merge a.json -o photo.jpg", 2, "photo.jpg: is there already and no report");
  expect_failure("merge a.json -o ./a.json", 2, "./a.json: is an input too (a report to merge");
  expect_failure("merge a.json -o -", 2, "-: standard output is not supported");
  expect_failure("merge a.json -o /dev/full", 1, "/dev/full: cannot be written");
  EXPECT_EQ(file_text(folder_ / "photo.jpg"), "a photograph");
  EXPECT_EQ(file_text(folder_ / "a.json"), report);
  EXPECT_EQ(run("merge a.json -o all.json").exit_code, 0);
  EXPECT_EQ(run("merge a.json -o all.json").exit_code, 0);
  expect_failure("merge a.json -o all.json --no-clobber", 1, "must not be replaced");
  EXPECT_EQ(run("merge a.json -o /dev/null").exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ReportCommand, RefusesADisk) {
  write("a.json", "1/1", JobStatus::kDone);
  if (::mknod((folder_ / "disk").c_str(), S_IFBLK | 0600, ::makedev(7, 250)) != 0) {
    GTEST_SKIP() << "only root can make one";
  }
  expect_failure("merge a.json -o disk", 1, "disk: is a disk");
}

TEST_F(ReportCommand, HasHelp) {
  for (const std::string arguments : {"-h", "--help", "merge --help"}) {
    const ProgramRun help = run(arguments);
    EXPECT_EQ(help.exit_code, 0) << arguments;
    EXPECT_NE(help.output.find("merge"), std::string::npos) << help.output;
    EXPECT_EQ(help.error, "");
  }
}

TEST_F(ReportCommand, LoadsNeitherLibTorchNorOpenCv) {
  const ProgramRun libraries = run_command("ldd " + quoted(PROGRAM));
  ASSERT_EQ(libraries.exit_code, 0);
  EXPECT_NE(libraries.output.find("libc.so"), std::string::npos);
  EXPECT_EQ(libraries.output.find("torch"), std::string::npos);
  EXPECT_EQ(libraries.output.find("opencv"), std::string::npos);
}

}  // namespace
}  // namespace stylize
