#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "support/file_text.h"
#include "support/temporary_folder.h"

namespace stylize {

struct ProgramRun {
  int exit_code = -1;  // minus the signal's number if a signal ended it
  std::string output;  // standard output
  std::string error;   // standard error
};

/// Runs a shell command and captures what it prints.
inline ProgramRun run_command(const std::string& command) {
  const TemporaryFolder folder;
  const std::string output = (folder / "output").string(), error = (folder / "error").string();
  const int status =
      std::system(("(" + command + ") >" + output + " 2>" + error + " </dev/null").c_str());
  ProgramRun run;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  run.output = file_text(output);
  run.error = file_text(error);
  return run;
}

inline std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

}  // namespace stylize
