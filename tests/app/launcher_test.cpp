// How `stylize` finds the painter and the model.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "app/program_fixture.h"
#include "support/sanitized.h"

namespace stylize {
namespace {

constexpr const char* kOwnMounts = "unshare --map-root-user --mount ";

TEST_F(Program, WithoutProcNothingInTheWorkingDirectoryIsRun) {
  if (kAddressSanitizer) GTEST_SKIP() << "AddressSanitizer itself asks /proc, and complains";
  if (run_command(std::string(kOwnMounts) + "mount -t tmpfs none /proc").exit_code != 0) {
    GTEST_SKIP() << "this system does not let /proc be hidden";
  }
  fs::create_directories(file("libexec/stylize"));
  fs::create_directories(file("stylize"));
  write("libexec/stylize/stylize-painter", "#!/bin/sh\ntouch taken\n");
  fs::permissions(file("libexec/stylize/stylize-painter"), fs::perms::owner_all);
  fs::create_symlink(PROGRAM, file("stylize/stylize"));
  for (const std::string program : {PROGRAM, "./stylize/stylize"}) {
    const ProgramRun result = run_command(
        "cd " + quoted(folder_.path().string()) + " && " + kOwnMounts + "sh -c " +
        quoted("mount -t tmpfs none /proc && exec " + program + " -c a.jpg -s b.jpg -o out.png"));
    expect_failure(result, 1, "stylize: /proc is missing");
    EXPECT_FALSE(fs::exists(file("taken")));
  }
}

TEST_F(Program, DoesNotSearchTheWorkingDirectoryForAModel) {
  fs::create_directories(file("data/stylize"));
  write("data/stylize/vgg19.pt", "no model");
  environment_ = "XDG_DATA_HOME=data HOME=data";
  EXPECT_EQ(paint("-o out.png").exit_code, 0);
  environment_ = "XDG_DATA_HOME=" + quoted(file("data").string());
  fs::remove(file("out.png"));
  expect_failure(paint("-o out.png"), 3, "data/stylize/vgg19.pt");
}

}  // namespace
}  // namespace stylize
