#include "machine/unnamed_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>

#include "machine/system_calls.h"
#include "stylize/error.h"
#include "stylize/setting_name.h"

namespace stylize {
namespace {

constexpr mode_t kOnlyOwn = 0600;

[[noreturn]] void refuse(const std::filesystem::path& folder, const char* what, int error) {
  throw Error(ErrorKind::kOutput, folder.string() + ": " + what + ": " +
                                      std::generic_category().message(error) + "; name another " +
                                      setting_name("work-folder"));
}

// The name is taken away before anything is written.
int open_and_unlink(const std::filesystem::path& folder) {
  std::string name = folder / ".stylize.XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor >= 0) ::unlink(name.c_str());
  return descriptor;
}

int open_unnamed(const std::filesystem::path& folder) {
  const int descriptor = system_calls::open_unnamed(folder.c_str(), O_EXCL | O_RDWR, kOnlyOwn);
  return descriptor < 0 && errno == EOPNOTSUPP ? open_and_unlink(folder) : descriptor;
}

int opened_in(const std::filesystem::path& folder) {
  const int descriptor = open_unnamed(folder);
  if (descriptor < 0) refuse(folder, "no file can be made here", errno);
  return descriptor;
}

}  // namespace

UnnamedFile::UnnamedFile(const std::filesystem::path& folder)
    : folder_(folder), descriptor_(opened_in(folder)) {}

UnnamedFile::~UnnamedFile() {
  ::close(descriptor_);
}

void UnnamedFile::reserve(uint64_t offset, uint64_t size) {
  int error = EINTR;
  while (error == EINTR) {
    error = system_calls::reserve_space(descriptor_, static_cast<off_t>(offset),
                                        static_cast<off_t>(size));
  }
  if (error != 0) refuse(folder_, "cannot hold what has no place in memory", error);
}

void UnnamedFile::write(uint64_t offset, const void* bytes, std::size_t size) {
  const char* next = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written = ::pwrite(descriptor_, next, size, static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse(folder_, "cannot hold what has no place in memory", errno);
    next += written;
    offset += static_cast<uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
}

void UnnamedFile::read(uint64_t offset, void* bytes, std::size_t size) const {
  char* next = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got = ::pread(descriptor_, next, size, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) refuse(folder_, "what was put here cannot be read", got < 0 ? errno : EIO);
    next += got;
    offset += static_cast<uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
}

void UnnamedFile::clear() {
  if (::ftruncate(descriptor_, 0) != 0) refuse(folder_, "cannot be written", errno);
}

int why_no_file_can_be_created(const std::filesystem::path& folder) {
  const int descriptor = open_unnamed(folder);
  if (descriptor < 0) return errno;
  ::close(descriptor);
  return 0;
}

int64_t room_for_unnamed_files(const std::filesystem::path& folder) {
  const int descriptor = open_unnamed(folder);
  if (descriptor < 0) return 0;
  // Files there would take the memory that they are to spare.
  const bool in_memory = system_calls::is_kept_in_memory(descriptor);
  ::close(descriptor);
  if (in_memory) return 0;
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  constexpr auto kMost = static_cast<std::uintmax_t>(std::numeric_limits<int64_t>::max());
  return error ? 0 : static_cast<int64_t>(std::min(space.available, kMost));
}

}  // namespace stylize
