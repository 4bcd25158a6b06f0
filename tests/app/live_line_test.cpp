// The live progress line, on terminals of various widths.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "app/program_fixture.h"

namespace stylize {
namespace {

class LiveLine : public Program {
 protected:
  void SetUp() override {
    if (run_command("script --quiet --return --command true /dev/null").exit_code != 0) {
      GTEST_SKIP() << "needs script(1) and pseudo-terminals";
    }
    // The message of a first run (first_run_test.cpp) was already shown.
    fs::create_directories(file("state/stylize"));
    write("state/stylize/told_of_official_weights", "");
  }

  std::string state() { return "XDG_STATE_HOME=" + file("state").string() + " "; }

  // What is sent to a terminal with this many columns.
  std::string shown(int columns, const std::string& environment = "",
                    const std::string& more = "-o out.png") {
    const std::string command = "stty cols " + std::to_string(columns) + "; exec env TERM=xterm " +
                                state() + environment + " " + PROGRAM + " -c " + kContent + " -s " +
                                kStyle + " --size 64 --iterations 40 --tolerance 0 " + more;
    const ProgramRun result =
        run_command("cd " + quoted(folder_.path().string()) +
                    " && script --quiet --return --command " + quoted(command) + " /dev/null");
    EXPECT_EQ(result.exit_code, 0) << result.output;
    return result.output;
  }

  // The live lines in it; log lines, which begin with "[", may follow where one was removed.
  static std::vector<std::string> lines_of(const std::string& output) {
    const std::regex line("\r\x1b\\[K([^\r\n\x1b[][^\r\n\x1b]*)");
    std::vector<std::string> lines;
    for (std::sregex_iterator match(output.begin(), output.end(), line), end; match != end;
         ++match) {
      lines.push_back((*match)[1]);
    }
    return lines;
  }
};

TEST_F(LiveLine, FitsIntoTheTerminalAndBeginsWithTheTimeLeft) {
  for (const int columns : {9, 20, 40, 80, 200}) {
    const std::string output = shown(columns);
    const std::vector<std::string> lines = lines_of(output);
    EXPECT_FALSE(lines.empty()) << output;
    for (const std::string& line : lines) {
      EXPECT_LT(line.size(), static_cast<std::size_t>(columns)) << line;
      EXPECT_TRUE(std::regex_search(line, std::regex("^[0-9]+:[0-9]+ lef"))) << line;
    }
    EXPECT_EQ(std::count(output.begin(), output.end(), '\n'), 1) << "the closing line alone";
  }
}

TEST_F(LiveLine, FollowsAChangeOfTheWidth) {
  const std::string command =
      "tty=$(tty); stty cols 120; (while [ ! -e out_00005.png ]; do sleep 0.02; "
      "done; stty cols 30 <$tty) & exec env TERM=xterm " +
      state() + PROGRAM + " -c " + kContent + " -s " + kStyle +
      " --size 64 --iterations 200 --save-every 5 --tolerance 0 -o out.png";
  const ProgramRun result =
      run_command("cd " + quoted(folder_.path().string()) +
                  " && script --quiet --return --command " + quoted(command) + " /dev/null");
  const std::vector<std::string> lines = lines_of(result.output);
  ASSERT_GT(lines.size(), 2u) << result.output;
  EXPECT_GT(lines.front().size(), 60u);
  EXPECT_LT(lines.back().size(), 30u);
}

TEST_F(LiveLine, ForManyPicturesBeginsWithTheTimeLeftForAll) {
  fs::create_directory(file("photos"));
  for (const char* name : {"photos/\xC3\xA4\xE7\x95\xAB.jpg", "photos/b.jpg"}) {
    fs::copy_file(kContent, file(name));
  }
  const std::string output = shown(50, "", "-c photos -o out/");
  const std::vector<std::string> lines = lines_of(output);
  ASSERT_FALSE(lines.empty()) << output;
  // The third content is the one that shown() always adds.
  const std::regex counts("^([0-9:]+ left for all, )?[0-2] of 3 done");
  for (const std::string& line : lines) {
    EXPECT_LT(line.size(), 50u) << line;
    EXPECT_TRUE(std::regex_search(line, counts)) << line;
  }
}

// Without a known width, or if a line cannot be replaced, there are only plain lines.
TEST_F(LiveLine, IsNotShownOnUnsuitableTerminals) {
  for (const std::string& output : {shown(0), shown(80, "TERM=dumb")}) {
    EXPECT_EQ(output.find("\x1b[K"), std::string::npos) << output;
    EXPECT_NE(output.find("out.png"), std::string::npos);
  }
}

TEST_F(LiveLine, ColoursAreOnlyForTerminalsWithoutNoColor) {
  const std::string colour = "\x1b[32m";
  EXPECT_NE(shown(80).find(colour), std::string::npos);
  for (const std::string environment :
       {"NO_COLOR=1", "TERM=dumb", "TERM=dumb COLORTERM=truecolor"}) {
    EXPECT_EQ(shown(80, environment).find(colour), std::string::npos) << environment;
  }
  EXPECT_NE(shown(80, "NO_COLOR=").find(colour), std::string::npos);
}

}  // namespace
}  // namespace stylize
