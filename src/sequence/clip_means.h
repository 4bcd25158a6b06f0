#pragma once

#include "batch/batch_options.h"
#include "batch/memory_plan.h"
#include "batch/network_pool.h"
#include "batch/run_context.h"
#include "sequence/clip_job.h"
#include "stylize/image/read_options.h"
#include "stylize/transfer/target_cache.h"

namespace stylize {

/// What those share that paint shots of one clip side by side.
struct ClipMeans {
  /// `painters`: their number. Throws Error when the model lacks layers or settings conflict.
  ClipMeans(const ClipJob& clip, const RunContext& run_context, const BatchOptions& given,
            int painters);

  BatchOptions options;  ///< with the threads of each
  TransferOptions settled;
  NetworkPool networks;
  MemoryPlan memory;  ///< of each
  TargetCache targets;
};

/// How inputs are read; `observer` hears warnings.
ReadOptions read_options_of(const BatchOptions& options, BatchObserver& observer);

}  // namespace stylize
