#pragma once

#include <cstdint>

namespace stylize {

/// Bytes of this process that are in memory now.
int64_t resident_memory();

/// The largest resident_memory() since the process started or since reset_peak_memory().
int64_t peak_memory();

/// Restarts the measurement of peak_memory(). No effect where the kernel does not allow it.
void reset_peak_memory();

}  // namespace stylize
