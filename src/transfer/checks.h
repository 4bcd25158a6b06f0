#pragma once

#include "stylize/transfer/transfer.h"

namespace stylize {

// Checks the arguments of a transfer before any work: every picture, every size to which it will be
// scaled, and whether the options agree with each other. Throws Error (kInput, kOption).
void check_transfer(const TransferInputs& inputs, const TransferOptions& options);

}  // namespace stylize
