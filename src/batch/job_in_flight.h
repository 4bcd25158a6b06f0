#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "batch/batch.h"
#include "machine/seconds.h"
#include "preparation.h"
#include "stylize/image/contact_sheet.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// One job on its way through the threads of a run.
struct JobInFlight {
  std::size_t job = 0;  ///< index into the jobs
  JobResult result;
  Preparation preparation;
  TransferResult painted;
  std::vector<SheetPicture> sheet;
  std::vector<uint8_t> encoded;  ///< the finished picture, if it could not be written yet
  Clock::time_point not_before;  ///< when a failed job may be tried again
};

using JobPtr = std::unique_ptr<JobInFlight>;

}  // namespace stylize
