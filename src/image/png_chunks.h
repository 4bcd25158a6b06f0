#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace stylize {

/// A chunk of a PNG file that lies whole within the file.
struct PngChunk {
  const uint8_t* data;  ///< behind its length and type (4 bytes each), before its checksum (4)
  std::size_t length;   ///< of the data
  bool right;           ///< its checksum is that of its type and data

  bool is(const char (&type)[5]) const;
  uint32_t number_at(std::size_t at) const;  ///< big-endian; 0 beyond its end
};

/// The CRC of a chunk's type and data, which it ends with.
uint32_t png_checksum(const uint8_t* data, std::size_t length);

/// Calls `see` for each chunk up to the first IEND, in order. False when the file is no PNG or ends
/// before that.
bool for_each_png_chunk(const std::vector<uint8_t>& file,
                        const std::function<void(const PngChunk&)>& see);

}  // namespace stylize
