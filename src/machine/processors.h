#pragma once

namespace stylize {

/// How many threads this process can actually run at once: the cores of its affinity mask, limited
/// by the processor quota of its cgroup (v2 and v1), at least 1.
int available_processors();

}  // namespace stylize
