#include "machine/complete_document.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>
#include <thread>
#include <vector>

#include "stylize/error.h"
#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;
using Copies = CompleteDocument::Copies;

std::vector<std::string> names_in(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename());
  }
  return names;
}

// Whether `test` returns true in a separate process, with its own limits and signals.
bool holds_in_child(const std::function<bool()>& test) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(test() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Simulates a full disk: files cannot grow beyond `size` bytes.
void limit_file_size(rlim_t size) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = size;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

class Document : public testing::TestWithParam<Copies> {
 protected:
  const TemporaryFolder folder_;
  const fs::path path_ = folder_ / "document";
};

INSTANTIATE_TEST_SUITE_P(Copies, Document, testing::Values(Copies::kOne, Copies::kTwo));

TEST_P(Document, IsCompleteAfterEveryStep) {
  CompleteDocument document(path_, "head ", ",", " end 0", GetParam());
  EXPECT_EQ(file_text(path_), "head  end 0");
  EXPECT_EQ(document.add("a", " end one"), "");
  EXPECT_EQ(file_text(path_), "head a end one");
  EXPECT_EQ(document.add("b", " end 2"), "");
  EXPECT_EQ(file_text(path_), "head a,b end 2");
  EXPECT_EQ(document.replace_tail("."), "");
  EXPECT_EQ(file_text(path_), "head a,b.");
  EXPECT_EQ(document.add("c", " end three"), "");
  EXPECT_EQ(file_text(path_), "head a,b,c end three");
}

TEST_P(Document, ReplacesAnOldFileAndLeavesNothingElse) {
  std::ofstream(path_) << "something longer than the document will be";
  std::ofstream(folder_ / ".document.spare") << "left by a process that was killed";
  {
    CompleteDocument document(path_, "head ", ",", " end", GetParam());
    document.add("a", " end");
    EXPECT_EQ(file_text(path_), "head a end");
  }
  EXPECT_EQ(file_text(path_), "head a end");
  EXPECT_EQ(names_in(folder_), (std::vector<std::string>{"document"}));
}

TEST_P(Document, AcceptsEntriesFromManyThreads) {
  CompleteDocument document(path_, "", ",", ".", GetParam());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j) EXPECT_EQ(document.add("x", "."), "");
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::string expected = "x";
  for (int i = 1; i < 100; ++i) expected += ",x";
  EXPECT_EQ(file_text(path_), expected + ".");
}

TEST_P(Document, KeepsItsEndOnAFullDiskAndCatchesUpLater) {
  const std::string large(5000, 'x');
  EXPECT_TRUE(holds_in_child([&] {
    CompleteDocument document(path_, "head ", ",", " end 0", GetParam());
    document.add("a", " end 1");
    limit_file_size(4096);
    const std::string first = document.add(large, " end 2"), second = document.add("b", " end 3");
    const bool kept = file_text(path_) == "head a end 1";
    limit_file_size(RLIM_INFINITY);
    const std::string third = document.add("c", " end 4");
    const bool caught_up = file_text(path_) == "head a," + large + ",b,c end 4";
    return kept && caught_up && third.empty() && first == second &&
           first == path_.string() + ": cannot be written: File too large";
  }));
  EXPECT_EQ(file_text(path_), "head a," + large + ",b,c end 4");
}

TEST_P(Document, NamesTheFileThatCannotBeWritten) {
  const auto message = [&](const fs::path& path) -> std::string {
    try {
      CompleteDocument document(path, "", "", "", GetParam());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kOutput);
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message(folder_ / "missing/a"),
            (folder_ / "missing/a: cannot be written: No such file or directory"));
  fs::create_directory(folder_ / "folder");
  EXPECT_EQ(message(folder_ / "folder"),
            (folder_ / "folder: cannot be written: is a folder; name a file in it"));
  EXPECT_EQ(message("/proc/document"),
            "/proc/document: cannot be written: No such file or directory");
  EXPECT_EQ(names_in(folder_), (std::vector<std::string>{"folder"}));
}

TEST(CompleteDocument, RefusesAFileThatAnotherIsWriting) {
  const TemporaryFolder folder;
  CompleteDocument first(folder / "a", "first ", "", "end");
  EXPECT_THROW(CompleteDocument(folder / "a", "second ", "", "end"), Error);
  EXPECT_EQ(first.add("x ", "end"), "");
  EXPECT_EQ(file_text(folder / "a"), "first x end");
}

// The kernel may end a write at any page; these entries span hundreds.
TEST(CompleteDocument, IsCompleteWheneverTheProcessIsKilled) {
  const TemporaryFolder folder;
  const std::string entry(1 << 20, 'x');
  for (int round = 0; round < 16; ++round) {
    int confirmed[2];
    ASSERT_EQ(::pipe(confirmed), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      CompleteDocument document(folder / "a", "<", "", ">");
      while (document.add(entry, ">").empty() && ::write(confirmed[1], "", 1) == 1) continue;
      ::_exit(0);
    }
    ::close(confirmed[1]);
    char byte = 0;
    for (int i = 0; i <= round % 4; ++i) ASSERT_EQ(::read(confirmed[0], &byte, 1), 1);
    for (volatile int moment = 0; moment < 100000 * round; moment = moment + 1) continue;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::size_t entries = static_cast<std::size_t>(round % 4) + 1;
    while (::read(confirmed[0], &byte, 1) == 1) ++entries;
    ::close(confirmed[0]);
    const std::string text = file_text(folder / "a");
    const std::size_t found = (text.size() - 2) / entry.size();
    EXPECT_TRUE(found == entries || found == entries + 1) << found << " of " << entries;
    EXPECT_EQ(text, "<" + std::string(found * entry.size(), 'x') + ">");
  }
}

}  // namespace
}  // namespace stylize
