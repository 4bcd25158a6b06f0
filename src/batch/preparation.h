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
  std::string key;  // of the picture's record (record_key())
  TransferInputs inputs;
  std::string content_name;                         // in the cache of targets
  IccProfile profile;                               // of the colour space of the inputs; null: sRGB
  std::shared_ptr<const PictureMetadata> metadata;  // of the content; null: none is kept
  bool up_to_date = false;  // the output exists with the same key; inputs are then empty
  bool one_thread = false;  // a single thread must paint it
};

/// Prepares a job: checks that the output can be written (creating its folder), hashes the inputs
/// and reads them. With `resume`, an output whose record has the same inputs and settings is up to
/// date. Throws Error.
Preparation prepare(const Job& job, const RunContext& run_context, bool resume,
                    PictureReader& reader);

}  // namespace stylize
