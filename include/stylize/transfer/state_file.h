#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Writes the state of a transfer to a file, whole or not at all. `key` says which transfer it is.
/// The file is as large as what the optimizer remembers: with L-BFGS 24 bytes for each pixel and
/// pair of the history. Throws Error (kOutput).
void write_state_file(const std::filesystem::path& path, const std::string& key,
                      const TransferState& state);

/// The state in such a file when it is whole and of the transfer of that key; else nothing.
std::optional<TransferState> read_state_file(const std::filesystem::path& path,
                                             const std::string& key);

}  // namespace stylize
