#include "machine/atomic_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>
#include <string>

#include "stylize/error.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

int64_t files_in(const TemporaryFolder& folder) {
  return std::distance(std::filesystem::directory_iterator(folder.path()), {});
}

TEST(WriteFileAtomically, WritesAndReplaces) {
  const TemporaryFolder folder;
  write_file_atomically(folder / "a", "first", 5);
  EXPECT_EQ(file_text(folder / "a"), "first");
  write_file_atomically(folder / "a", "2nd", 3);
  EXPECT_EQ(file_text(folder / "a"), "2nd");
  EXPECT_EQ(files_in(folder), 1);
}

TEST(WriteFileAtomically, DoesNotReplaceIfForbidden) {
  const TemporaryFolder folder;
  write_file_atomically(folder / "a", "first", 5, false);
  EXPECT_THROW(write_file_atomically(folder / "a", "2nd", 3, false), Error);
  EXPECT_EQ(file_text(folder / "a"), "first");
  EXPECT_EQ(files_in(folder), 1);
}

TEST(WriteFileAtomically, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "a");
  EXPECT_THROW(write_file_atomically(folder / "a", "x", 1), Error);
  EXPECT_EQ(files_in(folder), 1);
  EXPECT_THROW(write_file_atomically(folder / "missing/a", "x", 1), Error);
}

bool has_files_without_names(const TemporaryFolder& folder) {
  const int file = ::open(folder.path().c_str(), O_TMPFILE | O_WRONLY, 0600);
  if (file >= 0) ::close(file);
  return file >= 0;
}

// Writes one byte more than the kernel allows: SIGXFSZ kills the process in the middle.
void write_until_killed(const std::filesystem::path& path) {
  constexpr std::size_t kLimit = 100000;
  const std::string bytes(kLimit + 1, 'x');
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit size = {kLimit, kLimit}, no_core = {0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::setrlimit(RLIMIT_FSIZE, &size);
    ::signal(SIGXFSZ, SIG_DFL);
    write_file_atomically(path, bytes.data(), bytes.size());
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGXFSZ);
}

TEST(WriteFileAtomically, LeavesNothingBehindWhenKilled) {
  const TemporaryFolder folder;
  if (!has_files_without_names(folder)) GTEST_SKIP() << "needs a file system with O_TMPFILE";
  write_until_killed(folder / "a");
  EXPECT_EQ(files_in(folder), 0);
  write_file_atomically(folder / "a", "old", 3);
  write_until_killed(folder / "a");
  EXPECT_EQ(files_in(folder), 1);
  EXPECT_EQ(file_text(folder / "a"), "old");
}

TEST(WriteFileAtomically, RespectsTheUmask) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  write_file_atomically(folder / "a", "x", 1);
  write_file_atomically(folder / "a", "y", 1);
  write_file_atomically(folder / "b", "x", 1);
  ::umask(before);
  for (const char* name : {"a", "b"}) {
    struct stat status = {};
    ASSERT_EQ(::stat((folder / name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777u, 0640u);
  }
}

TEST(WriteFileAtomically, IgnoresLeftoversOfAProcessWithTheSameNumber) {
  const TemporaryFolder folder;
  const std::string prefix = ".a." + std::to_string(::getpid()) + ".";
  for (int i = 0; i < 100; ++i) {
    std::ofstream(folder / (prefix + std::to_string(i) + ".part")) << "left";
  }
  write_file_atomically(folder / "a", "first", 5);
  write_file_atomically(folder / "a", "2nd", 3);
  EXPECT_EQ(file_text(folder / "a"), "2nd");
  EXPECT_EQ(files_in(folder), 101);
}

TEST(WriteFileAtomically, WritesNamesOfMaximalLength) {
  const TemporaryFolder folder;
  const std::string name(255, 'a');
  write_file_atomically(folder / name, "first", 5);
  write_file_atomically(folder / name, "2nd", 3);
  EXPECT_EQ(file_text(folder / name), "2nd");
  EXPECT_EQ(files_in(folder), 1);
}

TEST(WriteFileAtomically, NamesTheFileThatCannotBeWritten) {
  try {
    write_file_atomically("/proc/stylize.png", "x", 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOutput);
    EXPECT_NE(std::string(error.what()).find("/proc/stylize.png"), std::string::npos);
  }
}

}  // namespace
}  // namespace stylize
