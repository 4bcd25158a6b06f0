#include "silence.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>

namespace stylize {
namespace {

std::mutex& silence_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

SilencedStandardError::SilencedStandardError() : saved_(-1) {
  silence_mutex().lock();
  std::fflush(stderr);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  saved_ = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (saved_ >= 0) ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

SilencedStandardError::~SilencedStandardError() {
  std::fflush(stderr);
  if (saved_ >= 0) {
    ::dup2(saved_, STDERR_FILENO);
    ::close(saved_);
  }
  silence_mutex().unlock();
}

}  // namespace stylize
