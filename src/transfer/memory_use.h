#pragma once

#include <cstdint>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {

// What a transfer takes with these options, the network's weights not counted. The same serves to
// choose the options and to tell of them. Arguments are those of transfer_memory().
MemoryUse memory_use(const Network& network, const Size& output, const std::vector<Size>& styles,
                     const TransferOptions& options, int64_t labels);

}  // namespace stylize
