#pragma once

#include <cstdint>
#include <vector>

#include "batch/batch.h"
#include "network_pool.h"

namespace stylize {

/// How the memory of a run is divided, in bytes.
struct MemoryPlan {
  int parallel = 1;
  int64_t targets = 0;   ///< for the cache of targets
  int64_t pictures = 0;  ///< for the cache of pictures
  int64_t reading = 0;   ///< for reading while pictures are painted
  int64_t alone = 0;     ///< for reading while none is painted
  int64_t each = 0;      ///< for painting one picture
};

/// Throws Error when the model lacks the first job's layers, or its options conflict.
MemoryPlan plan_memory(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, NetworkPool& networks);

}  // namespace stylize
