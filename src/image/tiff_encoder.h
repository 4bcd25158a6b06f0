#pragma once

#include <cstdint>
#include <vector>

#include "encoded_samples.h"

namespace stylize {

/// Encodes a TIFF file (LZW). It declares alpha as unassociated, which readers would otherwise have
/// to guess. The same samples give the same bytes. Throws Error (kOutput) without naming a file.
std::vector<uint8_t> encode_tiff(const InterleavedSamples& samples);

}  // namespace stylize
