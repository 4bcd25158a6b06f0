#include "machine/unnamed_file.h"

#include <gtest/gtest.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <filesystem>
#include <string>

#include "stylize/error.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

TEST(UnnamedFile, HasNoNameAndKeepsWhatIsWritten) {
  const TemporaryFolder folder;
  UnnamedFile file(folder.path());
  file.reserve(100, 1000);
  const std::string text = "what has no place in memory";
  file.write(500, text.data(), text.size());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  std::string read(text.size(), ' ');
  file.read(500, read.data(), read.size());
  EXPECT_EQ(read, text);
  EXPECT_THROW(file.read(1090, read.data(), read.size()), Error) << "beyond the end";
  file.clear();
  EXPECT_THROW(file.read(500, read.data(), read.size()), Error);
}

TEST(UnnamedFile, ErrorsNameTheFolder) {
  const TemporaryFolder folder;
  const std::filesystem::path missing = folder / "missing";
  try {
    UnnamedFile file(missing);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kOutput);
    EXPECT_EQ(std::string(error.what()).find(missing.string() + ": "), 0u) << error.what();
  }
  EXPECT_EQ(room_for_unnamed_files(missing), 0);
}

TEST(UnnamedFile, TakesNoMoreOfTheDiskThanThereIs) {
  const TemporaryFolder folder;
  UnnamedFile file(folder.path());
  EXPECT_THROW(file.reserve(0, uint64_t{1} << 60), Error);
}

TEST(UnnamedFile, AFolderInMemoryHasNoRoom) {
  struct statfs system;
  const bool in_memory = ::statfs("/dev/shm", &system) == 0 && system.f_type == TMPFS_MAGIC;
  if (!in_memory) GTEST_SKIP() << "/dev/shm is no file system in memory here";
  EXPECT_EQ(room_for_unnamed_files("/dev/shm"), 0);
}

}  // namespace
}  // namespace stylize
