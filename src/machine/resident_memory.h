#pragma once

#include <cstdint>

namespace stylize {

/// Bytes of this process that are in memory now.
int64_t resident_memory();

/// The most bytes of this process that were in memory at once, since it began or since
/// reset_peak_memory().
int64_t peak_memory();

/// Lets peak_memory() begin anew. Without effect where the kernel does not allow it.
void reset_peak_memory();

}  // namespace stylize
