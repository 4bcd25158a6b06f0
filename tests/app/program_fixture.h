#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "stylize/settings/write_options.h"  // before kContent, which it also has a name for
#include "support/run_program.h"

namespace stylize {

namespace fs = std::filesystem;

inline const std::string kContent = std::string(SAMPLES_FOLDER) + "/content/lighthouse.jpg";
inline const std::string kStyle = std::string(SAMPLES_FOLDER) + "/style/mosaic.jpg";

/// The program itself, run by a shell in its own folder.
class Program : public testing::Test {
 protected:
  ProgramRun run(const std::string& arguments) {
    return run_command("cd " + quoted(folder_.path().string()) + " && env -u STYLIZE_MODEL " +
                       environment_ + " " + quoted(PROGRAM) + " " + arguments);
  }

  // A small, quick picture: a few iterations at 64 pixels.
  ProgramRun paint(const std::string& more, const std::string& content = kContent,
                   const std::string& style = kStyle) {
    return run("--content " + quoted(content) + " --style " + quoted(style) +
               " --size 64 --iterations 3 " + more);
  }

  fs::path file(const std::string& name) { return folder_ / name; }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(file(name), std::ios::binary) << text;
  }

  // Everything in the folder, sorted.
  std::vector<std::string> listing() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  // Expects a run to fail properly: with the exit code, one line that contains `part`, and no
  // output.
  void expect_failure(const ProgramRun& run, int exit_code, const std::string& part) {
    EXPECT_EQ(run.exit_code, exit_code) << run.error;
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(std::count(run.error.begin(), run.error.end(), '\n'), 1) << run.error;
    EXPECT_NE(run.error.find(part), std::string::npos) << run.error;
    EXPECT_FALSE(fs::exists(file("out.png")));
    for (const std::string& name : listing()) EXPECT_EQ(name.find(".part"), std::string::npos);
  }

  TemporaryFolder folder_;
  std::string environment_;
};

}  // namespace stylize
