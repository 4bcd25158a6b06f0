// What --progress json tells programs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "app/program_fixture.h"
#include "support/file_text.h"

namespace stylize {
namespace {

using Json = nlohmann::json;

class ProgressStreamTest : public Program {
 protected:
  // Each line must be an object of its own.
  static std::vector<Json> events(const std::string& text) {
    std::vector<Json> events;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) events.push_back(Json::parse(line));
    return events;
  }

  static std::vector<Json> called(const std::string& name, const std::vector<Json>& all) {
    std::vector<Json> found;
    for (const Json& event : all) {
      if (event.at("event") == name) found.push_back(event);
    }
    return found;
  }
};

TEST_F(ProgressStreamTest, TellsHowTheWorkGoes) {
  const ProgramRun result =
      paint("-q -o out.png --size 128 --preview look.png --progress json --progress-fd 7 7>lines");
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output + result.error, "");
  const std::vector<Json> all = events(file_text(file("lines")));
  ASSERT_GE(all.size(), 4u);
  EXPECT_EQ(all.front().at("event"), "run");
  EXPECT_EQ(all.front().at("format"), 1);
  EXPECT_EQ(all.front().at("jobs"), 1);
  EXPECT_TRUE(all.front().contains("version"));
  const Json last = called("progress", all).back();
  EXPECT_EQ(last.at("job"), 0);
  EXPECT_EQ(last.at("output"), "out.png");
  EXPECT_EQ(last.at("scale"), last.at("scales"));
  EXPECT_EQ(last.at("iteration"), 3);
  EXPECT_EQ(last.at("iterations"), 3);
  EXPECT_EQ(last.at("width"), 128);
  EXPECT_EQ(last.at("preview"), "look.png");
  EXPECT_GE(last.at("seconds_left").get<double>(), 0);
  double sum = 0;
  for (const auto& [name, value] : last.at("losses").items()) {
    if (name != "total") sum += value.get<double>();
  }
  EXPECT_NEAR(last.at("losses").at("total").get<double>(), sum, 1e-9 + 1e-6 * sum);
  const Json job = called("job", all).front();
  EXPECT_EQ(job.at("status"), "done");
  EXPECT_EQ(job.at("key"), "out.png");
  EXPECT_EQ(all.back().at("event"), "end");
  EXPECT_EQ(all.back().at("done"), 1);
  EXPECT_EQ(all.back().at("exit_code"), 0);
}

TEST_F(ProgressStreamTest, GoesToStandardOutputAndTellsOfFailures) {
  write("damaged.png", file_text(kContent).substr(0, 2000));
  const ProgramRun result = run("-q -c " + quoted(kContent) + " damaged.png -s " + quoted(kStyle) +
                                " --size 64 --iterations 2 -o out --progress json");
  EXPECT_EQ(result.exit_code, 1);
  const std::vector<Json> all = events(result.output), jobs = called("job", all);
  ASSERT_EQ(jobs.size(), 2u);
  const Json& failed = jobs[jobs[0].at("status") == "failed" ? 0 : 1];
  EXPECT_EQ(failed.at("status"), "failed");
  EXPECT_NE(failed.at("error").get<std::string>().find("damaged.png: "), std::string::npos);
  EXPECT_EQ(all.back().at("failed"), 1);
  EXPECT_EQ(all.back().at("exit_code"), 1);
}

TEST_F(ProgressStreamTest, NeedsAnOpenDescriptorOfItsOwn) {
  expect_failure(paint("-o out.png --progress json --progress-fd 9"), 2,
                 "--progress-fd: descriptor 9 is not open");
  expect_failure(paint("-o out.png --progress json --progress-fd 9 9</dev/null"), 2,
                 "is open for reading only");
  const ProgramRun both = paint("-o - --progress json | cat; exit 0");
  EXPECT_EQ(both.output, "");
  EXPECT_NE(both.error.find("would be written there"), std::string::npos) << both.error;
}

// Painting is what counts.
TEST_F(ProgressStreamTest, MayLoseItsReader) {
  const ProgramRun result =
      run_command("cd " + quoted(folder_.path().string()) + " && { " + quoted(PROGRAM) + " -c " +
                  quoted(kContent) + " -s " + quoted(kStyle) +
                  " --size 64 --iterations 3 -o out.png --progress json --progress-fd 3 3>&1 "
                  ">/dev/null; echo $? >code; } | true");
  EXPECT_EQ(file_text(file("code")), "0\n");
  EXPECT_TRUE(fs::exists(file("out.png")));
  EXPECT_NE(result.error.find("--progress: cannot be written"), std::string::npos) << result.error;
}

}  // namespace
}  // namespace stylize
