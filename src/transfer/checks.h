#pragma once

#include "stylize/transfer/transfer.h"

namespace stylize {

// What is wrong with the arguments of a transfer, found before any work: every picture, and every
// size that it will be scaled to; what goes with what. Throws Error (kInput, kOption).
void check_transfer(const TransferInputs& inputs, const TransferOptions& options);

}  // namespace stylize
