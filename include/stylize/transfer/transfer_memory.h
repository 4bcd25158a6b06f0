#pragma once

#include <cstdint>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// Bytes that a transfer takes at its peak, the network's weights not counted: an estimate.
int64_t transfer_memory(const Network& network, const Size& output, const Size& style,
                        const TransferOptions& options);

/// The options with as much of the L-BFGS history as fits into so many bytes, at least
/// kSmallestHistory pairs or what was asked for, whichever is less. Throws Error (kMemory) that
/// begins with `name` and tells the --size that would fit when even that is too much.
TransferOptions within_memory(const Network& network, const Size& content, const Size& style,
                              TransferOptions options, int64_t bytes, const std::string& name);

constexpr int kSmallestHistory = 5;

}  // namespace stylize
