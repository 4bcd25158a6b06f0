#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "encoded_samples.h"

namespace stylize {

/// The metadata of a JPEG XL file. Of several of a kind the first counts. Those of more than `most`
/// bytes, unpacked, are not there. Nothing at all without libjxl.
FoundMetadata jxl_metadata(const std::vector<uint8_t>& file, std::size_t most);

/// Encodes a JPEG XL file: lossy up to a quality of 99, as JPEG's, exact with 100. The same samples
/// give the same bytes. Throws Error (kOutput) without naming a file.
std::vector<uint8_t> encode_jxl(const InterleavedSamples& samples, int quality,
                                const FileBlocks& blocks);

}  // namespace stylize
