#pragma once

#include <cstdint>
#include <filesystem>

#include "stylize/settings/transfer_options.h"

namespace stylize {

/// Where the state of a transfer is kept until its output is finished: a hidden file beside it,
/// .OUTPUT.checkpoint. If that would be too long for a file name, a hash replaces the name.
std::filesystem::path checkpoint_path(const std::filesystem::path& output);

/// Where an earlier checkpoint is kept that the transfer cannot use.
std::filesystem::path older_checkpoint_path(const std::filesystem::path& output);

/// The name of a snapshot after this many iterations: out.png, 30: out_00030.png
std::filesystem::path snapshot_path(const std::filesystem::path& output, int64_t iteration);

/// The most iterations that a transfer can do, over all scales. If they depend on the content's
/// size, the largest allowed size is assumed.
int64_t most_iterations(const TransferOptions& options);

}  // namespace stylize
