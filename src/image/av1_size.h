#pragma once

#include "boxes.h"
#include "stylize/image/image.h"

namespace stylize {

/// The largest size that the sequence headers of AV1 data announce (AV1 specification, 5.5), which
/// is what decoders allocate; empty when there is none.
Size av1_size(ByteSpan data);

}  // namespace stylize
