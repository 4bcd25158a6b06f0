#include "stylize/machine/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include "stylize/error.h"

namespace stylize {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what, int code) {
  throw Error(ErrorKind::kOutput, path.string() + ": " + what + ": " + std::strerror(code));
}

// A new file beside the target that disappears unless it becomes the target.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& target) : target_(target) {
    static std::atomic<unsigned> counter{0};
    path_ = target.parent_path() /
            ("." + target.filename().string() + "." + std::to_string(::getpid()) + "." +
             std::to_string(counter++) + ".part");
    // The mode before the umask, as for any new file.
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(target_, "cannot be written", errno);
  }

  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  void write(const char* bytes, std::size_t size) {
    while (size > 0) {
      const ssize_t written = ::write(descriptor_, bytes, size);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(target_, "cannot be written", errno);
      bytes += written;
      size -= static_cast<std::size_t>(written);
    }
  }

  void become_target(bool replace) {
    if (::fsync(descriptor_) != 0) fail(target_, "cannot be written", errno);
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0) fail(target_, "cannot be written", errno);
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
  std::filesystem::path target_, path_;
  int descriptor_ = -1;
};

}  // namespace

void write_file_atomically(const std::filesystem::path& path, const void* bytes, std::size_t size,
                           bool replace) {
  TemporaryFile file(path);
  file.write(static_cast<const char*>(bytes), size);
  file.become_target(replace);
}

}  // namespace stylize
