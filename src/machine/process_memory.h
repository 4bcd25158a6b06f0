#pragma once

#include <cstdint>
#include <string>

namespace stylize {

/// The value in bytes from a file in /proc with lines like "VmHWM:  1024 kB"; -1 if there is no
/// such line.
int64_t bytes_of_line(const std::string& file, const std::string& name);

/// Sizes of this process in bytes, from /proc/self/statm; 0 where that cannot be read.
struct ProcessMemory {
  int64_t address_space = 0;
  int64_t resident = 0;
  int64_t data = 0;  ///< what RLIMIT_DATA limits, plus the stack
};
ProcessMemory process_memory();

}  // namespace stylize
