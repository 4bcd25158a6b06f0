#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/transfer/transfer.h"

namespace stylize {

/// For so many frames what a frame uncovers is fresh: few iterations of one frame do not paint it.
constexpr int kFreshFrames = 8;

/// Where a frame is fresh, by the number of frames in which it was painted (Inheritance::age): 1,
/// else 0. Undefined where too little is for a region of its own.
at::Tensor fresh_part(const at::Tensor& age);

/// Makes the fresh part of a frame a region, or each label's share of it one, with the styles that
/// are painted there. The style's loss compares what is painted with the style as a whole, and a
/// small part that is still as in the content hardly changes that; as a region it is compared by
/// itself. `fresh` is [1, 1, H, W] of the content's size, 0 or 1.
void set_apart(const at::Tensor& fresh, TransferInputs& inputs);

}  // namespace stylize
