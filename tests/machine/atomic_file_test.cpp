#include "stylize/machine/atomic_file.h"

#include <gtest/gtest.h>

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

TEST(WriteFileAtomically, DoesNotReplaceWhenToldSo) {
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
