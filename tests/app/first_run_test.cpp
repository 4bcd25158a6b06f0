// The program mentions the official weights once, and only on a terminal.

#include "program_fixture.h"
#include "support/vgg_script.h"

namespace stylize {
namespace {

class FirstRun : public Program {
 protected:
  void SetUp() override {
    if (run_command("script --quiet --return --command true /dev/null").exit_code != 0) {
      GTEST_SKIP() << "needs script(1) and pseudo-terminals";
    }
  }

  // Whether a run with standard error on a terminal mentions them.
  bool says(const std::string& more = "", const std::string& variables = "") {
    const std::string command =
        "exec env -u STYLIZE_MODEL TERM=xterm HOME=" + quoted(file("home").string()) +
        " XDG_STATE_HOME= XDG_DATA_HOME= " + variables + " " + PROGRAM + " -c " + kContent +
        " -s " + kStyle + " --size 64 --iterations 1 -o out.png " + more;
    write("command", command);
    const ProgramRun result =
        run_command("cd " + quoted(folder_.path().string()) +
                    " && script --quiet --return --command 'sh ./command' /dev/null");
    EXPECT_EQ(result.exit_code, 0) << result.output;
    return result.output.find("fetch_vgg19.py") != std::string::npos;
  }

  const std::string marker_ = "home/.local/state/stylize/told_of_official_weights";
};

TEST_F(FirstRun, MentionsOfficialWeightsOnce) {
  EXPECT_TRUE(says());
  EXPECT_TRUE(fs::is_regular_file(file(marker_)));
  EXPECT_FALSE(says());
  const std::string state = "XDG_STATE_HOME=" + quoted(file("state").string());
  EXPECT_TRUE(says("", state));
  EXPECT_TRUE(fs::exists(file("state/stylize/told_of_official_weights")));
  EXPECT_FALSE(says("", state));
}

TEST_F(FirstRun, SaysNothingWithoutATerminalOrWithAChosenModel) {
  EXPECT_FALSE(says("--quiet"));
  EXPECT_FALSE(says("--log-level warn"));
  EXPECT_FALSE(says("2>log")) << "standard error is a file";
  EXPECT_EQ(file_text(file("log")).find("fetch_vgg19.py"), std::string::npos);
  EXPECT_FALSE(says("2>&1 | cat")) << "a pipe";
  EXPECT_FALSE(says("--list"));
  EXPECT_FALSE(says("--model " + quoted(BOX_MODEL))) << "was chosen";
  EXPECT_FALSE(says("", "STYLIZE_MODEL=" + quoted(BOX_MODEL)));
  EXPECT_FALSE(fs::exists(file("home"))) << "nothing was said, nothing is remembered";
  EXPECT_TRUE(says());
}

TEST_F(FirstRun, AMarkerThatCannotBeWrittenIsNoError) {
  write("home", "a file");
  EXPECT_TRUE(says());
  EXPECT_TRUE(says()) << "could not be remembered";
  EXPECT_EQ(file_text(file("home")), "a file");
  fs::remove(file("home"));
  EXPECT_TRUE(says("", "HOME=home"));
  EXPECT_FALSE(fs::exists(file("home"))) << "a folder of the working directory is nobody's home";
}

}  // namespace
}  // namespace stylize
