#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "encoded_samples.h"

namespace stylize {

/// The metadata of the main picture in a HEIC or AVIF file. Of several of a kind the first counts.
/// Those of more than `most` bytes are not there. Nothing at all without libheif.
FoundMetadata heif_metadata(const std::vector<uint8_t>& file, std::size_t most);

/// Encodes an AVIF file (4:4:4, 8 bits per sample, 12 for samples of 16). The same samples give the
/// same bytes. Throws Error (kOutput) without naming a file.
std::vector<uint8_t> encode_avif(const InterleavedSamples& samples, int quality,
                                 const FileBlocks& blocks);

}  // namespace stylize
