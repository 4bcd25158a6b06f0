#pragma once

#include <cstdint>
#include <string>

namespace stylize {

/// A number of bytes from a file of lines like "VmHWM:  1024 kB" in /proc; -1 where there is none.
int64_t bytes_of_line(const std::string& file, const std::string& name);

/// Sizes of this process in bytes, from /proc/self/statm; 0 where that cannot be read.
struct ProcessMemory {
  int64_t address_space = 0;
  int64_t resident = 0;
  int64_t data = 0;  ///< what RLIMIT_DATA limits, and the stack
};
ProcessMemory process_memory();

}  // namespace stylize
