#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {

// The sizes of a transfer whose memory is to be chosen. `styles` are the sizes to which the styles
// are scaled. Everything that is referred to must outlive it.
struct TransferSizes {
  const Network& network;
  Size output;
  std::vector<Size> styles;
  int64_t labels = 0;
};

// The options, changed in the first of these ways that fits into `room`; nothing if none does:
// - everything in memory;
// - the history on the disk;
// - besides, windows: of 1024 pixels and more, or smaller ones with the content's features on the
//   disk, too;
// - windows, and nothing on the disk;
// - windows with more margin than core;
// - a shorter history.
// Of the windows that fit, the largest is chosen.
std::optional<TransferOptions> that_fit(const TransferSizes& sizes, const TransferOptions& options,
                                        const MemoryUse& room);

// The least memory with which some way would fit, if this much disk space may be used.
int64_t least_memory(const TransferSizes& sizes, const TransferOptions& options, int64_t disk);

}  // namespace stylize
