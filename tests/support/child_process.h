#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>

namespace stylize {

/// Runs work() in a child process and returns its exit code: what work() returned, 255 if it threw,
/// minus the signal's number if a signal ended it. For work that would permanently change this
/// process.
template <typename Work>
int exit_code_in_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 255;
    try {
      code = work();
    } catch (const std::exception&) {
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace stylize
