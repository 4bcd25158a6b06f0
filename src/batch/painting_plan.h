#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "jobs/job.h"
#include "memory_plan.h"
#include "stylize/network/network.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {

/// How a picture is painted within the available memory.
struct PaintingPlan {
  TransferOptions options;
  std::string text;       ///< plan_text(), and what the program itself takes
  bool as_asked = false;  ///< painted whole, with everything in memory
  std::filesystem::path work_folder;
};

/// Plans how to paint a picture. `options` are the job's, after settled_options(). The sizes may be
/// those of the files or those to which the pictures are scaled. Throws Error (kMemory) when the
/// picture cannot be painted within the memory.
PaintingPlan plan_painting(const Network& network, const Job& job, const TransferOptions& options,
                           const Size& content, const std::vector<StyleSize>& styles,
                           int64_t labels, const MemoryPlan& memory, const BatchOptions& batch);

}  // namespace stylize
