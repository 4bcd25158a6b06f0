#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stylize/image/picture_metadata.h"

namespace stylize {

/// The metadata in a picture's file as they stand there. Untrusted bytes.
struct MetadataBlocks {
  std::vector<uint8_t> exif;  ///< from its TIFF header on
  std::vector<uint8_t> iptc;
  std::string xmp;
  Density density;  ///< as the container says, not EXIF
};

/// Finds the blocks of a PNG, JPEG, WebP, HEIC, AVIF or JPEG XL file; of other files none. Of
/// several of a kind the first counts. Blocks of more than 4 MiB are not there.
MetadataBlocks metadata_blocks(const std::vector<uint8_t>& file);

/// The IPTC data in Photoshop's image resources, as a JPEG has them; empty: none.
std::vector<uint8_t> iptc_in_resources(const std::vector<uint8_t>& resources);

}  // namespace stylize
