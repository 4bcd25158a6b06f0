#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace stylize {

/// A file that a run reads or writes.
struct RunFile {
  std::filesystem::path path;
  std::string what;  ///< for messages: the option, or other source, that names it: "--report"
  int64_t job = -1;  ///< index of the job that writes it; -1: the run itself
};

}  // namespace stylize
