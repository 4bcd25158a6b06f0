#include "machine/file_bytes.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>

#include "machine/signals.h"
#include "stylize/error.h"
#include "support/child_process.h"
#include "support/temporary_folder.h"

namespace stylize {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

constexpr std::size_t kMost = 2 << 20;

std::string text_of(const fs::path& path) {
  const std::vector<uint8_t> bytes = read_file_bytes(path, kMost);
  return {bytes.begin(), bytes.end()};
}

void expect_failure(const fs::path& path, ErrorKind kind, const std::string& part) {
  try {
    read_file_bytes(path, kMost);
    ADD_FAILURE() << path << " was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_EQ(std::string(error.what()).find(path.string() + ": "), 0u) << error.what();
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

TEST(ReadFileBytes, ReturnsEveryByte) {
  const TemporaryFolder folder;
  for (const std::size_t size : {1u, 65535u, 65536u, 65537u, 300000u}) {
    std::string bytes(size, 'x');
    bytes.back() = '\0';
    write(folder / "file", bytes);
    EXPECT_EQ(text_of(folder / "file"), bytes);
  }
}

TEST(ReadFileBytes, ReadsNamedPipes) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const std::string bytes(1000000, 'x');
  std::thread writer([&] { write(pipe, bytes); });
  EXPECT_EQ(text_of(pipe), bytes);
  writer.join();
}

TEST(ReadFileBytes, DistinguishesFailuresOfTheSystem) {
  const TemporaryFolder folder;
  expect_failure(folder / "missing", ErrorKind::kRead, "No such file");
  fs::create_symlink(folder / "loop", folder / "loop");
  expect_failure(folder / "loop", ErrorKind::kRead, "symbolic links");
  // Address 0 of this process cannot be read: a read error in an open file.
  expect_failure("/proc/self/mem", ErrorKind::kRead, "Input/output error");
}

TEST(ReadFileBytes, RefusesOtherTypesOfFiles) {
  const TemporaryFolder folder;
  expect_failure(folder.path(), ErrorKind::kInput, "is a folder");
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  (folder / "socket").string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(socket, 1), 0);
  expect_failure(folder / "socket", ErrorKind::kInput, "is a socket");
  ::close(socket);
}

TEST(ReadFileBytes, RefusesEmptyAndEndlessFiles) {
  const TemporaryFolder folder;
  write(folder / "empty", "");
  expect_failure(folder / "empty", ErrorKind::kInput, "is empty");
  expect_failure("/dev/null", ErrorKind::kInput, "is empty");
  write(folder / "long", "x");
  fs::resize_file(folder / "long", kMost);
  EXPECT_EQ(text_of(folder / "long").size(), kMost);
  fs::resize_file(folder / "long", kMost + 1);
  expect_failure(folder / "long", ErrorKind::kInput, "longer than 2 MiB");
  expect_failure("/dev/zero", ErrorKind::kInput, "longer than 2 MiB");
  EXPECT_THROW(read_text_file("/dev/zero", 1000), Error);
}

TEST(ReadFileBytes, ReadsOnlyTheBeginningOfARefusedFile) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  ::signal(SIGPIPE, SIG_IGN);
  bool all_written = true;
  std::thread writer([&] {
    std::ofstream file(pipe, std::ios::binary);
    all_written = static_cast<bool>((file << std::string(1000000, 'x')).flush());
  });
  EXPECT_THROW(read_file_bytes(pipe,
                               [](const std::vector<uint8_t>& beginning) -> std::size_t {
                                 EXPECT_EQ(beginning.size(), 65536u);
                                 throw Error(ErrorKind::kInput, "no");
                               }),
               Error);
  writer.join();
  EXPECT_FALSE(all_written);
}

TEST(ReadFileBytes, APipeWithoutAWriterIsRefused) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  expect_failure(pipe, ErrorKind::kInput, "a pipe that nobody writes to");
}

TEST(ReadFileBytes, WaitsForTheDataOfAWriter) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] {
    ::usleep(200000);
    std::ofstream file(pipe, std::ios::binary);
    file << "some" << std::flush;
    ::usleep(200000);
    file << "thing";
  });
  EXPECT_EQ(text_of(pipe), "something");
  writer.join();
}

TEST(ReadFileBytes, ASignalToStopEndsTheWaitingForData) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const int code = exit_code_in_child([&] {
    catch_stop_signals();
    const int writer = ::open(pipe.c_str(), O_RDWR);
    std::thread signal([] {
      ::usleep(200000);
      ::kill(::getpid(), SIGTERM);
    });
    int kind = -1;
    try {
      read_file_bytes(pipe, kMost);
    } catch (const Error& error) {
      kind = error.kind() == ErrorKind::kStopped ? 0 : 1;
    }
    signal.join();
    ::close(writer);
    return kind;
  });
  EXPECT_EQ(code, 0);
}

TEST(ReadTextFile, MayBeEmpty) {
  const TemporaryFolder folder;
  write(folder / "empty", "");
  EXPECT_EQ(read_text_file(folder / "empty", 10), "");
  write(folder / "text", "0123456789");
  EXPECT_EQ(read_text_file(folder / "text", 10), "0123456789");
  EXPECT_THROW(read_text_file(folder / "text", 9), Error);
}

}  // namespace
}  // namespace stylize
