#pragma once

#include <cstdint>

namespace stylize {

/// Bytes of this process that are in memory now.
int64_t resident_memory();

/// The largest resident_memory() since the process started or since reset_peak_memory().
int64_t peak_memory();

/// Restarts the measurement of peak_memory(). No effect where the kernel does not allow it.
void reset_peak_memory();

/// Gives back to the kernel what the process holds without need: free memory of the heap, and what
/// it has read of programs and libraries, most of which was needed only to start. The kernel reads
/// that again where it is needed, so call this seldom.
void give_back_unused_memory();

}  // namespace stylize
