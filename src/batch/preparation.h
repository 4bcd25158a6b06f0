#pragma once

#include <optional>
#include <string>

#include "batch/job_record.h"
#include "batch/run_context.h"
#include "picture_reader.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// Everything needed to paint a job.
struct Preparation {
  TransferOptions options;
  InputHashes hashes;
  std::string key;  // of the record
  TransferInputs inputs;
  bool up_to_date = false;  // the output exists, made from the same; inputs are then empty
  bool one_thread = false;  // must paint it
};

/// Checks that the output can be written (creating its folder), hashes and reads the inputs. With
/// `resume`, an output with the record of the same inputs and settings is up to date. Throws Error.
Preparation prepare(const Job& job, const RunContext& run_context, bool resume,
                    PictureReader& reader);

}  // namespace stylize
