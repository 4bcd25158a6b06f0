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

/// How a picture is painted within the memory.
struct PaintingPlan {
  TransferOptions options;
  std::string text;       ///< plan_text(), and what the program takes besides
  bool as_asked = false;  ///< whole, and all in memory
  std::filesystem::path work_folder;
};

/// `options` are the job's, settled; sizes are those of the pictures as they are or as they will be
/// used. Throws Error (kMemory) when the picture cannot be painted within the memory.
PaintingPlan plan_painting(const Network& network, const Job& job, const TransferOptions& options,
                           const Size& content, const std::vector<StyleSize>& styles,
                           int64_t labels, const MemoryPlan& memory, const BatchOptions& batch);

}  // namespace stylize
