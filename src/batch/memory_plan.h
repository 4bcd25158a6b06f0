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
  int64_t pictures = 0;  ///< for pictures that are kept
  int64_t reading = 0;   ///< for reading while pictures are at work
  int64_t alone = 0;     ///< for reading while none is
  int64_t each = 0;      ///< for each picture at work
};

/// Throws Error when the model cannot serve the first job's layers, or its options do not fit.
MemoryPlan plan_memory(const std::vector<Job>& jobs, const RunContext& run_context,
                       const BatchOptions& options, NetworkPool& networks);

}  // namespace stylize
