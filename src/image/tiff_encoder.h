#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "encoded_samples.h"

namespace stylize {

constexpr int64_t kLongestTiffSide = std::numeric_limits<int32_t>::max();

/// Whether a TIFF file, whose offsets have 32 bits, can hold a picture of this size with alpha and
/// a profile, whatever it shows.
bool fits_into_tiff(int64_t width, int64_t height, int bits);

/// Encodes a TIFF file (LZW, or uncompressed where that could get too large). It declares alpha as
/// unassociated, which readers would otherwise have to guess. The same samples give the same bytes.
/// Throws Error (kOutput) without naming a file.
std::vector<uint8_t> encode_tiff(const InterleavedSamples& samples);

}  // namespace stylize
