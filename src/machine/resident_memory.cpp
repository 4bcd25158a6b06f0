#include "machine/resident_memory.h"

#include <algorithm>
#include <fstream>

#include "process_memory.h"

namespace stylize {

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

}  // namespace stylize
