#include "standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "machine/visible_text.h"

namespace stylize {
namespace {

std::string with_double_backslashes(const std::string& line) {
  std::string result;
  for (const char character : line) result += std::string(character == '\\' ? 2 : 1, character);
  return result;
}

std::string for_terminal(const std::string& lines) {
  std::istringstream stream(lines);
  std::string result;
  for (std::string line; std::getline(stream, line);) {
    const std::string visible = visible_text(line);
    result += (visible == with_double_backslashes(line) ? line : visible) + "\n";
  }
  return result;
}

}  // namespace

void keep_standard_streams() {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; ++number) {
    if (::fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
    // Opened in the wrong direction, so that using it fails.
    ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGPIPE, SIG_IGN);
}

void print_error(const std::string& message) {
  std::fprintf(stderr, "stylize: %s\n", visible_text(message).c_str());
}

bool print_output(const std::string& lines) {
  const std::string text = ::isatty(STDOUT_FILENO) != 0 ? for_terminal(lines) : lines;
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return true;
  print_error(std::string("standard output: cannot be written: ") + std::strerror(errno));
  return false;
}

}  // namespace stylize
