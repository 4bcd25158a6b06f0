#pragma once

#include <optional>
#include <string>

#include "batch/job_record.h"
#include "batch/run_context.h"
#include "picture_reader.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// All that painting a job needs.
struct Preparation {
  TransferOptions options;
  InputHashes hashes;
  std::string key;  // of the record
  TransferInputs inputs;
  bool up_to_date = false;  // the output is there already, made of the same; inputs are then empty
  bool one_thread = false;  // is to paint it
};

/// Checks that the output can be written (making its folder), hashes and reads the inputs. With
/// `resume` an output that carries the record of the same inputs and settings needs no painting.
/// Throws Error.
Preparation prepare(const Job& job, const RunContext& run_context, bool resume,
                    PictureReader& reader);

}  // namespace stylize
