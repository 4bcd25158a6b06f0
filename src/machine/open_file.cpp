#include "machine/open_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "machine/written_file.h"

namespace stylize {
namespace {

[[noreturn]] void fail() {
  throw std::system_error(errno, std::generic_category());
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  descriptor_ = ::open(path.c_str(), kFlags, 0666);
  if (descriptor_ < 0) fail();
  // A regular file with this name only was left by an earlier process; anything else belongs to
  // somebody.
  struct stat status = {};
  const bool is_left_over =
      ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1;
  if (!is_left_over) {
    ::close(descriptor_);
    throw std::system_error(EEXIST, std::generic_category());
  }
  // Some network file systems have no locks; there we skip this check.
  const bool taken = ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!taken && ::ftruncate(descriptor_, 0) == 0) return;
  const int code = errno;
  ::close(descriptor_);
  throw std::system_error(code, std::generic_category());
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

OpenFile::OpenFile(OpenFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void OpenFile::write_end(const std::string& text, off_t offset) const {
  const char* bytes = text.data();
  std::size_t size = text.size();
  while (size > 0) {
    const ssize_t written = ::pwrite(descriptor_, bytes, size, offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    bytes += written;
    offset += written;
    size -= static_cast<std::size_t>(written);
  }
  if (::ftruncate(descriptor_, offset) != 0) fail();
}

void OpenFile::keep_mode_and_owner(const struct stat& replaced) const {
  stylize::keep_mode_and_owner(descriptor_, replaced);
}

void OpenFile::flush() const {
  if (::fdatasync(descriptor_) != 0) fail();
}

}  // namespace stylize
