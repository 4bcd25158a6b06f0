#include "machine/write_gate.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

class Gate : public testing::Test {
 protected:
  RunFile file(const std::string& name, const std::string& what, int64_t job = -1) const {
    return {folder_ / name, what, job};
  }
  void expect_refusal(const std::string& name, const std::string& part, int64_t job = -1) {
    expect_error([&] { gate_.add_output(file(name, "--new", job), "advice"); }, ErrorKind::kOption,
                 (folder_ / name).string() + ": ", part);
  }
  NumberedFiles snapshots(const std::string& output, int64_t step, int64_t last) const {
    return {file(output, "a snapshot", 0), step, last};
  }

  const TemporaryFolder folder_;
  WriteGate gate_;
};

TEST_F(Gate, RefusesInputsUnderAnyName) {
  write_file(folder_ / "photos/a.jpg", "a");
  fs::create_symlink("photos/a.jpg", folder_ / "link.jpg");
  fs::create_directory_symlink("photos", folder_ / "folder");
  fs::create_hard_link(folder_ / "photos/a.jpg", folder_ / "hard.jpg");
  gate_.add_input(file("photos/a.jpg", "--content"));
  for (const char* name :
       {"photos/a.jpg", "photos/../photos//a.jpg", "link.jpg", "folder/a.jpg", "hard.jpg"}) {
    expect_refusal(name, "is an input too (--content");
  }
  EXPECT_NO_THROW(gate_.add_output(file("photos/b.jpg", "--new")));
}

TEST_F(Gate, RefusesTheTargetOfAnInputLink) {
  write_file(folder_ / "real.jpg", "a");
  fs::create_symlink("real.jpg", folder_ / "link.jpg");
  gate_.add_input(file("link.jpg", "--content"));
  expect_refusal("real.jpg", "--content as ");
  expect_refusal("link.jpg", "--content");
}

TEST_F(Gate, RefusesInputsThatDoNotExistYet) {
  gate_.add_input(file("later.png", "--style"));
  fs::create_symlink("later.png", folder_ / "dangling.png");
  expect_refusal("later.png", "is an input too");
  expect_refusal("dangling.png", "is an input too");
}

TEST_F(Gate, RefusesAFileThatIsOpenAsAnInput) {
  write_file(folder_ / "jobs.csv", "a");
  const int descriptor = ::open((folder_ / "jobs.csv").c_str(), O_RDONLY);
  gate_.add_input(descriptor, "standard input");
  ::close(descriptor);
  expect_refusal("jobs.csv", "(standard input");
}

TEST_F(Gate, RefusesTwoOutputsToTheSameFile) {
  fs::create_directory(folder_ / "new");
  gate_.add_output(file("new/a.png", "--report"));
  expect_refusal("new/x/../a.png", "both --report and --new would be written there");
  fs::create_directory_symlink("new", folder_ / "link");
  expect_refusal("link/a.png", "both --report");
  gate_.add_output(file("b.png", "one", 1), "advice");
  expect_refusal("b.png", "two pictures of one job", 1);
  expect_refusal("b.png", "; advice", 2);
}

// Replacing one of two names leaves the other unchanged.
TEST_F(Gate, AcceptsOutputsThatShareAFileByHardLinks) {
  write_file(folder_ / "a.png", "a");
  fs::create_hard_link(folder_ / "a.png", folder_ / "b.png");
  EXPECT_NO_THROW(gate_.add_output(file("a.png", "one")));
  EXPECT_NO_THROW(gate_.add_output(file("b.png", "two")));
}

TEST_F(Gate, AcceptsDevices) {
  gate_.add_input({"/dev/null", "--config"});
  for (int i = 0; i < 2; ++i) EXPECT_NO_THROW(gate_.add_output({"/dev/null", "--report"}));
}

TEST_F(Gate, RefusesStandardOutputByItsShortName) {
  expect_error(
      [&] {
        gate_.add_output({"-", "--report"});
      },
      ErrorKind::kOption, "-: standard output is not supported (--report)");
}

TEST_F(Gate, RefusesSnapshotsOverInputs) {
  gate_.add_input(file("f_00020.jpg", "--content"));
  gate_.add_input(file("f_00030.jpg", "--style"));
  EXPECT_NO_THROW(gate_.add_outputs(snapshots("f.jpg", 7, 100)));
  EXPECT_NO_THROW(gate_.add_outputs(snapshots("f.png", 10, 100)));
  EXPECT_NO_THROW(gate_.add_outputs(snapshots("f.jpg", 10, 10)));
  expect_error([&] { gate_.add_outputs(snapshots("f.jpg", 20, 20)); }, ErrorKind::kOption,
               "f_00020.jpg: is an input too (--content)");
}

TEST_F(Gate, RefusesSnapshotsOverOutputsAndTheReverse) {
  gate_.add_output(file("shot_00020.jpg", "a job", 1));
  expect_error([&] { gate_.add_outputs(snapshots("shot.jpg", 20, 100)); }, ErrorKind::kOption,
               "shot_00020.jpg: both a job and a snapshot");
  gate_.add_outputs(snapshots("other.jpg", 50, 200000));
  expect_refusal("other_00050.jpg", "a snapshot");
  expect_refusal("other_100000.jpg", "a snapshot");
  for (const char* name : {"other_00051.jpg", "other_0050.jpg", "other_000050.jpg",
                           "other_200050.jpg", "other_00000.jpg", "other_00050.png"}) {
    EXPECT_NO_THROW(gate_.add_output(file(name, name))) << name;
  }
}

TEST_F(Gate, RefusesSnapshotsThatAreLinksToInputs) {
  write_file(folder_ / "photo.jpg", "a");
  fs::create_symlink("photo.jpg", folder_ / "f_00002.jpg");
  gate_.add_input(file("photo.jpg", "--content"));
  expect_error([&] { gate_.add_outputs(snapshots("f.jpg", 1, 60)); }, ErrorKind::kOption,
               "f_00002.jpg: is an input too", "--content as");
}

TEST_F(Gate, RefusesOutputsThatASearchWouldFindNextTime) {
  gate_.add_search("--content photos", [&](const fs::path& path) {
    return path == fs::canonical(folder_.path()) / "photos/look.png";
  });
  expect_refusal("photos/look.png", "taken for an input the next time (--content photos");
  EXPECT_NO_THROW(gate_.add_output(file("photos/report.json", "--report")));
}

}  // namespace
}  // namespace stylize
