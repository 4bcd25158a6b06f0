#include "machine/written_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>

#include "machine/atomic_file.h"
#include "support/file_text.h"
#include "support/job_files.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

class WrittenFileTest : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text, bool replace = true) {
    write_file_atomically(folder_ / name, text.data(), text.size(), replace);
  }
  void expect_failure(const std::string& name, const std::string& part, bool replace = true) {
    expect_error([&] { write(name, "new", replace); }, ErrorKind::kOutput,
                 (folder_ / name).string(), part);
  }
  struct stat status(const std::string& name) const {
    struct stat result = {};
    EXPECT_EQ(::lstat((folder_ / name).c_str(), &result), 0) << name;
    return result;
  }
  mode_t mode(const std::string& name) const { return status(name).st_mode & 07777u; }

  const TemporaryFolder folder_;
};

TEST_F(WrittenFileTest, KeepsPermissionsAndOwner) {
  write_file(folder_ / "a", "old");
  ASSERT_EQ(::chmod((folder_ / "a").c_str(), 0640), 0);
  const uid_t owner = ::geteuid() == 0 ? 1234 : ::geteuid();
  const gid_t group = ::geteuid() == 0 ? 2345 : ::getegid();
  ASSERT_EQ(::chown((folder_ / "a").c_str(), owner, group), 0);
  write("a", "new");
  EXPECT_EQ(file_text(folder_ / "a"), "new");
  EXPECT_EQ(mode("a"), 0640u);
  EXPECT_EQ(status("a").st_uid, owner);
  EXPECT_EQ(status("a").st_gid, group);
}

TEST_F(WrittenFileTest, DoesNotReplaceReadOnlyFiles) {
  write_file(folder_ / "a", "old");
  ASSERT_EQ(::chmod((folder_ / "a").c_str(), 0444), 0);
  expect_failure("a", "read-only");
  EXPECT_EQ(file_text(folder_ / "a"), "old");
}

TEST_F(WrittenFileTest, ReplacesTheTargetOfALink) {
  write_file(folder_ / "there/real", "old");
  fs::create_symlink("there/real", folder_ / "first");
  fs::create_symlink("first", folder_ / "second");
  write("second", "new");
  EXPECT_EQ(file_text(folder_ / "there/real"), "new");
  EXPECT_TRUE(fs::is_symlink(folder_ / "first"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "second"));
  expect_failure("second", "must not be replaced", false);
}

TEST_F(WrittenFileTest, CreatesTheTargetOfADanglingLink) {
  fs::create_symlink("new", folder_ / "link");
  write("link", "text", false);
  EXPECT_EQ(file_text(folder_ / "new"), "text");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
}

TEST_F(WrittenFileTest, RefusesLinksInCirclesFoldersAndDisks) {
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("a", folder_ / "b");
  expect_failure("a", "circles");
  fs::create_directory(folder_ / "folder");
  expect_failure("folder", "is a folder");
  if (::mknod((folder_ / "disk").c_str(), S_IFBLK | 0600, ::makedev(7, 250)) == 0) {
    expect_failure("disk", "is a disk");
  }
}

TEST_F(WrittenFileTest, DoesNotFollowLinksOfOtherUsersInSharedFolders) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make somebody else's link";
  write_file(folder_ / "victim", "old");
  fs::create_directory(folder_ / "tmp");
  ASSERT_EQ(::chmod((folder_ / "tmp").c_str(), 01777), 0);
  fs::create_symlink(folder_ / "victim", folder_ / "tmp/out");
  write("tmp/out", "mine");
  EXPECT_EQ(file_text(folder_ / "victim"), "mine");
  ASSERT_EQ(::lchown((folder_ / "tmp/out").c_str(), 1234, 1234), 0);
  expect_failure("tmp/out", "another user");
  EXPECT_EQ(file_text(folder_ / "victim"), "mine");
}

TEST_F(WrittenFileTest, WritesThroughAPipe) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  const std::string text(1 << 20, 'x');  // more than a pipe holds
  std::string got;
  std::thread reader([&] { got = file_text(folder_ / "pipe"); });
  write("pipe", text, false);
  reader.join();
  EXPECT_EQ(got, text);
  EXPECT_TRUE(S_ISFIFO(status("pipe").st_mode));
}

TEST_F(WrittenFileTest, ReportsThatTheReaderOfAPipeWentAway) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  std::thread reader([&] { ::close(::open((folder_ / "pipe").c_str(), O_RDONLY)); });
  const std::string text(1 << 20, 'x');
  expect_error([&] { write("pipe", text); }, ErrorKind::kOutput, "pipe: cannot be written",
               "Broken pipe");
  reader.join();
  std::signal(SIGPIPE, before);
}

TEST_F(WrittenFileTest, WritesIntoDevices) {
  fs::create_symlink("/dev/null", folder_ / "null");
  write("null", "text");
  EXPECT_TRUE(S_ISLNK(status("null").st_mode));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  fs::create_symlink("/dev/full", folder_ / "full");
  expect_failure("full", "No space left");
}

// Like a shell, which continues writing where we end.
TEST_F(WrittenFileTest, WritesAtThePositionOfAnOpenDescriptor) {
  const int log = ::open((folder_ / "log").c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(::write(log, "a", 1), 1);
  for (const char* folder : {"/proc/self/fd/", "/dev/fd/"}) {
    write_file_atomically(folder + std::to_string(log), "b", 1, false);
  }
  fs::create_symlink("/proc/self/fd/" + std::to_string(log), folder_ / "stdout");
  write("stdout", "c");
  ASSERT_EQ(::write(log, "d", 1), 1);
  ::close(log);
  EXPECT_EQ(file_text(folder_ / "log"), "abbcd");
  EXPECT_TRUE(S_ISLNK(status("stdout").st_mode));
}

}  // namespace
}  // namespace stylize
