#include "machine/standard_input.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/system_calls.h"

namespace stylize {
namespace {

std::string peek(std::size_t size) {
  struct stat status = {};
  if (::fstat(STDIN_FILENO, &status) != 0) return "";
  if (S_ISFIFO(status.st_mode)) return system_calls::peek_input_pipe(size);
  std::string text(size, '\0');
  ssize_t count = 0;
  if (S_ISSOCK(status.st_mode)) {
    count = ::recv(STDIN_FILENO, text.data(), size, MSG_PEEK);
  } else if (S_ISREG(status.st_mode)) {
    count = ::pread(STDIN_FILENO, text.data(), size, ::lseek(STDIN_FILENO, 0, SEEK_CUR));
  }
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

}  // namespace

bool standard_input_begins_with(const std::string& text) {
  constexpr int kLooks = 200, kPause = 10;  // milliseconds between them
  for (int look = 0; look < kLooks; ++look) {
    const std::string begin = peek(text.size());
    if (text.compare(0, begin.size(), begin) != 0 || begin.empty()) return false;
    if (begin.size() == text.size()) return true;
    ::poll(nullptr, 0, kPause);  // its writer has written less
  }
  return false;
}

}  // namespace stylize
