#include "stylize/image/stray_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <mutex>

#include "silenced_standard_error.h"

namespace stylize {
namespace {

std::mutex& silence_mutex() {
  static std::mutex mutex;
  return mutex;
}

std::atomic<bool>& is_silent() {
  static std::atomic<bool> silent{false};
  return silent;
}

}  // namespace

void silence_stray_output(bool silent) {
  is_silent() = silent;
}

SilencedStandardError::SilencedStandardError() : silent_(is_silent()) {
  if (!silent_) return;
  silence_mutex().lock();
  std::fflush(stderr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  saved_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (saved_ >= 0) ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

SilencedStandardError::~SilencedStandardError() {
  if (!silent_) return;
  std::fflush(stderr);
  if (saved_ >= 0) {
    ::dup2(saved_, STDERR_FILENO);
    ::close(saved_);
  }
  silence_mutex().unlock();
}

}  // namespace stylize
