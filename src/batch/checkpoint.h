#pragma once

#include <filesystem>

namespace stylize {

/// Where the state of a transfer is kept until its output is there: a hidden file beside it,
/// .OUTPUT.checkpoint. Of a name so long that this could not be a name, a hash takes its place.
std::filesystem::path checkpoint_path(const std::filesystem::path& output);

/// Where a checkpoint is kept that was there before and is of no use to the transfer.
std::filesystem::path older_checkpoint_path(const std::filesystem::path& output);

}  // namespace stylize
