#pragma once

#include <cstdint>

namespace stylize {

/// Bytes that this process may still take before the kernel refuses or kills: the least of what is
/// available in the machine without swapping, what its cgroup and each one above leave (v2 and v1;
/// cached files that can be dropped count as free), and what RLIMIT_AS and RLIMIT_DATA leave.
/// Others take from the same memory: ask again rather than keep the answer. At least 0.
int64_t available_memory();

}  // namespace stylize
