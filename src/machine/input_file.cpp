#include "input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "stylize/error.h"

namespace stylize {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
  throw Error(ErrorKind::kRead, path.string() + ": cannot be read: " + std::strerror(code));
}

void check_type(const std::filesystem::path& path, mode_t mode) {
  const char* type = nullptr;
  if (S_ISDIR(mode)) type = "folder";
  if (S_ISSOCK(mode)) type = "socket";
  if (S_ISBLK(mode)) type = "disk";
  if (!type) return;
  throw Error(ErrorKind::kInput, path.string() + ": is a " + type + ", not a picture");
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& path) : path_(path) {
  struct stat status = {};
  // Before it is opened, since opening alone may do things to a device.
  if (::stat(path.c_str(), &status) != 0) fail(path, errno);
  check_type(path, status.st_mode);
  do {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) fail(path, errno);
  if (::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode)) {
    expected_size_ = static_cast<std::size_t>(status.st_size);
  }
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t InputFile::read(void* bytes, std::size_t size) {
  while (true) {
    const ssize_t count = ::read(descriptor_, bytes, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) fail(path_, errno);
  }
}

}  // namespace stylize
