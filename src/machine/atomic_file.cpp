#include "machine/atomic_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "machine/signals.h"
#include "machine/system_calls.h"
#include "machine/written_file.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr mode_t kModeBeforeUmask = 0666;  // as for any new file

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what, int code) {
  throw Error(ErrorKind::kOutput, path.string() + ": " + what + ": " + std::strerror(code));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  int close() { return ::close(std::exchange(number_, -1)); }

 private:
  int number_;
};

// A temporary name beside the target, removed at the end of the scope unless it became the target.
class HiddenName {
 public:
  explicit HiddenName(const std::filesystem::path& target) : target_(target) {}
  ~HiddenName() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  HiddenName(const HiddenName&) = delete;
  HiddenName& operator=(const HiddenName&) = delete;

  // Calls make(path), which returns a negative number on failure, with new names until one is free:
  // another machine, or an earlier process with our process number, may have left some.
  template <typename Make>
  int take(Make make) {
    constexpr int kAttempts = 1000;
    int result = -1;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const std::filesystem::path path = next_path();
      result = make(path.c_str());
      if (result >= 0) path_ = path;
      if (result >= 0 || errno != EEXIST) break;
    }
    if (result < 0) fail(target_, "cannot be written", errno);
    return result;
  }

  void become_target(bool replace) {
    if (replace) {
      if (std::rename(path_.c_str(), target_.c_str()) != 0) {
        fail(target_, "cannot be written", errno);
      }
      path_.clear();
    } else if (::link(path_.c_str(), target_.c_str()) != 0) {
      // link() never replaces; the destructor removes the other name.
      fail(target_, "cannot be written without replacing", errno);
    }
  }

 private:
  std::filesystem::path next_path() const {
    static std::atomic<unsigned> counter{0};
    constexpr std::size_t kLongest = 200;  // a file name has at most 255 bytes
    const std::string name = target_.filename().string().substr(0, kLongest);
    return target_.parent_path() / ("." + name + "." + std::to_string(::getpid()) + "." +
                                    std::to_string(counter++) + ".part");
  }

  std::filesystem::path target_, path_;
};

constexpr int kPatience = 100;  // milliseconds between checks for a request to stop

// Waits for a pipe whose reader does not read, but not after the process was asked to stop.
void wait_for_reader(const std::filesystem::path& target, const Descriptor& pipe) {
  pollfd waiting = {pipe.number(), POLLOUT, 0};
  if (::poll(&waiting, 1, kPatience) == 0 && stop_signal_arrived()) {
    fail(target, "cannot be written: nobody reads it", EINTR);
  }
}

void write_piece(const std::filesystem::path& target, const Descriptor& file, const void* piece,
                 std::size_t size) {
  const char* bytes = static_cast<const char*>(piece);
  while (size > 0) {
    const ssize_t written = ::write(file.number(), bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      wait_for_reader(target, file);
      continue;
    }
    if (written < 0) fail(target, "cannot be written", errno);
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
}

void write_part(const std::filesystem::path& target, const Descriptor& file, const FilePart& part) {
  for_pieces_of(
      part, [&](const void* bytes, std::size_t size) { write_piece(target, file, bytes, size); });
}

void write_and_flush(const std::filesystem::path& target, const Descriptor& file,
                     const std::vector<FilePart>& parts) {
  for (const FilePart& part : parts) write_part(target, file, part);
  if (::fsync(file.number()) != 0) fail(target, "cannot be written", errno);
}

// Gives a name to a file without one; like link(), it never replaces.
int link_unnamed(const Descriptor& file, const char* path) {
  const std::string itself = "/proc/self/fd/" + std::to_string(file.number());
  return ::linkat(AT_FDCWD, itself.c_str(), AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

// The kernel removes a file without a name when its process ends, in whatever way. False: this file
// system does not support such files, or /proc is missing.
bool write_unnamed(const WrittenFile& place, const std::vector<FilePart>& parts, bool replace) {
  const std::filesystem::path& target = place.target;
  const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
  const Descriptor file(system_calls::open_unnamed(folder.c_str(), O_WRONLY, kModeBeforeUmask));
  if (file.number() < 0) return false;
  write_and_flush(target, file, parts);
  if (link_unnamed(file, target.c_str()) == 0) return true;
  if (errno != EEXIST) return false;
  if (!replace) fail(target, "cannot be written without replacing", errno);
  HiddenName hidden(target);
  hidden.take([&](const char* path) { return link_unnamed(file, path); });
  if (place.exists) keep_mode_and_owner(file.number(), place.status);
  hidden.become_target(replace);
  return true;
}

void write_hidden(const WrittenFile& place, const std::vector<FilePart>& parts, bool replace) {
  const std::filesystem::path& target = place.target;
  HiddenName hidden(target);
  Descriptor file(hidden.take([](const char* path) {
    return ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kModeBeforeUmask);
  }));
  write_and_flush(target, file, parts);
  if (place.exists) keep_mode_and_owner(file.number(), place.status);
  if (file.close() != 0) fail(target, "cannot be written", errno);
  hidden.become_target(replace);
}

// Opening a pipe waits for its reader. We poll instead, so that a signal to stop ends the waiting.
int open_pipe(const std::filesystem::path& path) {
  while (true) {
    const int number = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (number >= 0 || errno != ENXIO || stop_signal_arrived()) return number;
    ::poll(nullptr, 0, kPatience);
  }
}

int open_through(const WrittenFile& file) {
  // A descriptor that we inherited has a position; opening the file again would start at 0.
  if (file.descriptor >= 0) return ::fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0);
  if (S_ISFIFO(file.status.st_mode)) return open_pipe(file.target);
  return ::open(file.target.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
}

void write_through(const WrittenFile& place, const std::vector<FilePart>& parts) {
  Descriptor file(open_through(place));
  if (file.number() < 0) fail(place.named, "cannot be written", errno);
  for (const FilePart& part : parts) write_part(place.named, file, part);
  if (file.close() != 0) fail(place.named, "cannot be written", errno);
}

}  // namespace

void for_pieces_of(const FilePart& part,
                   const std::function<void(const void* bytes, std::size_t size)>& take) {
  if (!part.read) return take(part.bytes, part.size);
  constexpr std::size_t kPiece = std::size_t{4} << 20;
  std::vector<char> piece(std::min(kPiece, part.size));
  for (std::size_t offset = 0; offset < part.size; offset += kPiece) {
    const std::size_t size = std::min(kPiece, part.size - offset);
    part.read(offset, piece.data(), size);
    take(piece.data(), size);
  }
}

void write_file_atomically(const std::filesystem::path& path, const std::vector<FilePart>& parts,
                           bool replace) {
  const WrittenFile file = find_written_file(path);
  if (file.through) return write_through(file, parts);
  check_replaceable(file, replace);
  // Whatever made the first way fail, the second one tries again and reports errors.
  if (!write_unnamed(file, parts, replace)) write_hidden(file, parts, replace);
}

void write_file_atomically(const std::filesystem::path& path, const void* bytes, std::size_t size,
                           bool replace) {
  write_file_atomically(path, {{bytes, size}}, replace);
}

}  // namespace stylize
