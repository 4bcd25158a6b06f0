#pragma once

#include <cstdint>
#include <filesystem>

#include "stylize/settings/transfer_options.h"

namespace stylize {

/// Where the state of a transfer is kept until its output is there: a hidden file beside it,
/// .OUTPUT.checkpoint. Of a name so long that this could not be a name, a hash takes its place.
std::filesystem::path checkpoint_path(const std::filesystem::path& output);

/// Where a checkpoint is kept that was there before and is of no use to the transfer.
std::filesystem::path older_checkpoint_path(const std::filesystem::path& output);

/// What a picture is saved as after so many iterations: out.png, 30: out_00030.png
std::filesystem::path snapshot_path(const std::filesystem::path& output, int64_t iteration);

/// How many iterations a transfer does at most, over all scales. Where the size of the content
/// decides, the largest that a picture may have is assumed.
int64_t most_iterations(const TransferOptions& options);

}  // namespace stylize
