#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "batch/batch.h"
#include "network_pool.h"

namespace stylize {

/// How the memory of a run is divided, in bytes.
struct MemoryPlan {
  int parallel = 1;
  int64_t targets = 0;   ///< for the cache of targets
  int64_t pictures = 0;  ///< for the cache of pictures
  int64_t reading = 0;   ///< for reading while others are painted
  int64_t alone = 0;     ///< for reading while nothing is painted
  int64_t each = 0;      ///< for painting one picture
  int64_t process = 0;   ///< what the process itself takes besides
  bool shares = false;   ///< memory is shared by painting, reading ahead and caches
};

/// The memory limit with which each picture would get so many bytes, written as the setting:
/// "memory-limit 640M".
std::string limit_for(const MemoryPlan& plan, int64_t each);

/// Divides the memory. With `one_picture`, the only picture is read before it is painted, so that
/// all memory is for it. Throws Error when the model lacks the first job's layers, or its options
/// conflict.
MemoryPlan plan_memory(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, NetworkPool& networks, bool one_picture);

}  // namespace stylize
