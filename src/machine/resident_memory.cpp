#include "machine/resident_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "machine/system_calls.h"
#include "process_memory.h"

namespace stylize {
namespace {

struct Mapping {
  uintptr_t first = 0, last = 0;
  bool is_plain_file = false;  // read or run, never written
  int64_t own_bytes = 0;       // that differ from the file's, as those of relocated tables do
};

// "7f01-7f02 r-xp 0000 08:01 1234 /usr/lib/lib.so"
bool begins_mapping(const std::string& line, Mapping& mapping) {
  std::istringstream text(line);
  std::string permissions, offset, device;
  char dash = 0;
  uint64_t file = 0;
  text >> std::hex >> mapping.first >> dash >> mapping.last >> permissions >> offset >> device >>
      std::dec >> file;
  if (!text || dash != '-') return false;
  mapping.is_plain_file = file != 0 && (permissions == "r-xp" || permissions == "r--p");
  mapping.own_bytes = -1;
  return true;
}

std::vector<Mapping> mappings() {
  constexpr const char* kOwn = "Anonymous:";
  std::ifstream file("/proc/self/smaps");
  std::vector<Mapping> all;
  for (std::string line; std::getline(file, line);) {
    Mapping mapping;
    if (line.find('-') < line.find(' ') && begins_mapping(line, mapping)) {
      all.push_back(mapping);
    } else if (!all.empty() && line.rfind(kOwn, 0) == 0) {
      std::istringstream(line.substr(std::string(kOwn).size())) >> all.back().own_bytes;
    }
  }
  return all;
}

}  // namespace

int64_t resident_memory() {
  return process_memory().resident;
}

int64_t peak_memory() {
  // The kernel updates the peak only occasionally; the current value may be larger.
  return std::max(bytes_of_line("/proc/self/status", "VmHWM"), resident_memory());
}

void reset_peak_memory() {
  constexpr const char* kResetPeak = "5";
  std::ofstream("/proc/self/clear_refs") << kResetPeak;
}

void give_back_unused_memory() {
  system_calls::trim_heap();
  for (const Mapping& mapping : mappings()) {
    if (!mapping.is_plain_file || mapping.own_bytes != 0) continue;
    void* const first =
        reinterpret_cast<void*>(mapping.first);  // NOLINT(performance-no-int-to-ptr)
    ::madvise(first, mapping.last - mapping.first, MADV_DONTNEED);
  }
}

}  // namespace stylize
