#include "machine/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace stylize {
namespace {

void check_range(uint64_t offset, std::size_t size, uint64_t available) {
  if (offset <= available && size <= available - offset) return;
  throw std::runtime_error("the file ends too early");
}

}  // namespace

// O_NONBLOCK: otherwise opening a pipe would wait for a writer.
FileSource::FileSource(const std::filesystem::path& path) {
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor_ < 0) throw std::runtime_error(std::strerror(errno));
  struct stat status = {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    throw std::runtime_error("no regular file");
  }
  size_ = static_cast<uint64_t>(status.st_size);
}

FileSource::~FileSource() {
  ::close(descriptor_);
}

void FileSource::read(uint64_t offset, void* to, std::size_t size) const {
  check_range(offset, size, size_);
  char* place = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t count = ::pread(descriptor_, place, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::runtime_error(std::strerror(errno));
    if (count == 0) throw std::runtime_error("the file became shorter while it was read");
    place += count;
    offset += static_cast<uint64_t>(count);
    size -= static_cast<std::size_t>(count);
  }
}

void MemorySource::read(uint64_t offset, void* to, std::size_t size) const {
  check_range(offset, size, bytes_.size());
  if (size > 0) std::memcpy(to, bytes_.data() + offset, size);
}

}  // namespace stylize
