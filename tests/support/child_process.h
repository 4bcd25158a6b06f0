#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>

namespace stylize {

/// Runs work() in a child process and returns its exit code: what work() returned, 255 when it
/// threw, minus the signal's number when one ended it. For what would change this process for good.
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
