#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {

// A transfer whose place is looked for; what is given must outlive it. `styles` are the sizes that
// they are scaled to.
struct TransferSizes {
  const Network& network;
  Size output;
  std::vector<Size> styles;
  int64_t labels = 0;
};

// What of the options fits, the first of these that does: all in memory; the history on the disk;
// besides in windows, of 1024 pixels and more or with the content's features on the disk; windows
// without the disk; windows of more margin than core; and only then a shorter history. The largest
// window of those that fit.
std::optional<TransferOptions> that_fit(const TransferSizes& sizes, const TransferOptions& options,
                                        const MemoryUse& room);

// The memory that would be enough, with so much of the disk.
int64_t least_memory(const TransferSizes& sizes, const TransferOptions& options, int64_t disk);

}  // namespace stylize
