#include "machine/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "stylize/error.h"

namespace stylize {

MappedFile::MappedFile(const std::filesystem::path& path) {
  const auto fail = [&](int error) {
    throw Error(ErrorKind::kRead,
                path.string() + ": cannot be read (" + std::strerror(error) + ")");
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) fail(errno);
  struct stat status = {};
  int error = ::fstat(file, &status) == 0 ? 0 : errno;
  size_ = static_cast<std::size_t>(status.st_size);
  if (error == 0 && size_ > 0) {
    data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (data_ == MAP_FAILED) error = errno;
  }
  ::close(file);
  if (error == 0) return;
  data_ = nullptr;
  fail(error);
}

MappedFile::~MappedFile() {
  if (data_) ::munmap(data_, size_);
}

}  // namespace stylize
