#include "input_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "machine/signals.h"
#include "machine/written_file.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr int kInterval = 50;  // milliseconds between checks for a request to stop

// A socket cannot be opened by its name; but one that this process was started with (standard
// input, as some programs make it) can be read like a pipe. -1: it is no such socket.
int duplicate_of_own_socket(const std::filesystem::path& path, mode_t mode) {
  if (!S_ISSOCK(mode)) return -1;
  const int own = find_written_file(path).descriptor;
  return own < 0 ? -1 : ::fcntl(own, F_DUPFD_CLOEXEC, 0);
}

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
  throw Error(ErrorKind::kRead, path.string() + ": cannot be read: " + std::strerror(code));
}

void check_type(const std::filesystem::path& path, mode_t mode) {
  const char* type = nullptr;
  if (S_ISDIR(mode)) type = "folder";
  if (S_ISSOCK(mode)) type = "socket";
  if (S_ISBLK(mode)) type = "disk";
  if (!type) return;
  throw Error(ErrorKind::kInput, path.string() + ": is a " + type + ", not a file to read");
}

void check_not_stopped(const std::filesystem::path& path) {
  if (!stop_signal_arrived()) return;
  throw Error(ErrorKind::kStopped, path.string() + ": reading was stopped");
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& path) : path_(path) {
  struct stat status = {};
  // Before it is opened, since merely opening a device may have side effects.
  if (::stat(path.c_str(), &status) != 0) fail(path, errno);
  descriptor_ = duplicate_of_own_socket(path, status.st_mode);
  polls_first_ = descriptor_ >= 0;
  if (polls_first_) return;
  check_type(path, status.st_mode);
  // O_NONBLOCK: otherwise opening a pipe would wait for its writer, and a serial line for its
  // modem.
  do {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  } while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) fail(path, errno);
  try {  // by now it may be another file
    if (::fstat(descriptor_, &status) != 0) fail(path, errno);
    check_type(path, status.st_mode);
  } catch (const Error&) {
    ::close(descriptor_);
    throw;
  }
  awaits_writer_ = S_ISFIFO(status.st_mode);
  if (S_ISREG(status.st_mode)) expected_size_ = static_cast<std::size_t>(status.st_size);
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

// Waits for a moment. A pipe whose writer is gone counts as having data (its end); one that has had
// no writer since it was opened does not.
bool InputFile::has_data_soon() {
  check_not_stopped(path_);
  pollfd file = {descriptor_, POLLIN, 0};
  const int ready = ::poll(&file, 1, kInterval);
  if (ready < 0 && errno != EINTR) fail(path_, errno);
  return ready > 0;
}

void InputFile::wait_for_writer() {
  for (int waited = 0; !has_data_soon(); waited += kInterval) {
    if (waited < kPatience) continue;
    throw Error(ErrorKind::kInput, path_.string() +
                                       ": is a pipe that nobody writes to; name a file, or start "
                                       "what writes into the pipe first");
  }
}

std::size_t InputFile::read(void* bytes, std::size_t size) {
  while (true) {
    check_not_stopped(path_);
    if (polls_first_ && !has_data_soon()) continue;
    const ssize_t count = ::read(descriptor_, bytes, size);
    if (count == 0 && awaits_writer_) {  // reads as if it had ended
      wait_for_writer();
      awaits_writer_ = false;
    } else if (count >= 0) {
      awaits_writer_ = false;
      return static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {  // there is a writer
      awaits_writer_ = false;
      has_data_soon();
    } else if (errno != EINTR) {
      fail(path_, errno);
    }
  }
}

}  // namespace stylize
