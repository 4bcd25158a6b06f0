#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "batch/run_context.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// SHA-256 of the files of a job.
struct InputHashes {
  struct Style {
    std::string picture;
    std::string mask = {};  ///< or the label's colour, if it has no mask file; empty: none
  };
  std::string content;
  std::vector<Style> styles;      ///< in the job's order
  std::string initial = {};       ///< empty: none
  std::string content_mask = {};  ///< empty: no masks
};

/// Everything that determines the bytes of a picture, as JSON text: hashes of the inputs and the
/// model, and all settings. Equal texts mean equal pictures (on one machine).
std::string record_key(const RunContext& run_context, const Job& job,
                       const TransferOptions& options, const InputHashes& hashes);

/// The settings in a key, as JSON text for people.
std::string settings_of_key(const std::string& key);

/// The record embedded in a picture, as JSON text: its key, the names of its inputs, the version of
/// the program, iterations and losses of each scale.
std::string make_record(const std::string& key, const RunContext& run_context, const Job& job,
                        const TransferResult& result);

/// Whether a file is a picture with a record for which is_record_of() is true.
bool has_record_of(const std::filesystem::path& file, const std::string& key);

/// Whether a picture with this record was finished and has this key.
bool is_record_of(const std::string& record, const std::string& key);

}  // namespace stylize
