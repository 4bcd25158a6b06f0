#pragma once

#include <cstdint>

namespace stylize {

/// Bytes that this process may still allocate before the kernel refuses or kills it: the minimum of
/// what the machine has available without swapping, what its cgroup and each one above leave (v2
/// and v1; cached files that can be dropped count as free), and what RLIMIT_AS and RLIMIT_DATA
/// leave. Other processes use the same memory, so call it again rather than cache the result. At
/// least 0.
int64_t available_memory();

}  // namespace stylize
