#pragma once

#include "boxes.h"
#include "stylize/image/image.h"

namespace stylize {

/// The size that an HEVC parameter set announces (ITU-T H.265, 7.3.2.2), before cropping, which is
/// what decoders allocate; empty if the unit is of another kind.
Size hevc_unit_size(ByteSpan unit);

/// The largest of those in the configuration of a decoder (hvcC, ISO/IEC 14496-15, 8.3.3.1).
Size hevc_configured_size(ByteSpan configuration);

/// The largest of those between the slices of a picture's data, whose units have their lengths in 4
/// bytes before them.
Size hevc_size(ByteSpan data);

}  // namespace stylize
