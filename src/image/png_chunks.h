#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace stylize {

/// A complete chunk of a PNG file.
struct PngChunk {
  const uint8_t* data;  ///< after its length and type (4 bytes each), before its checksum (4)
  std::size_t length;   ///< of the data
  bool right;           ///< whether its checksum matches its type and data

  bool is(const char (&type)[5]) const;
  uint32_t number_at(std::size_t at) const;  ///< big-endian; 0 beyond its end
};

/// The CRC at the end of a chunk, computed over its type and data.
uint32_t png_checksum(const uint8_t* data, std::size_t length);

/// Calls `see` for each chunk up to the first IEND, in order. False when the file is not a PNG or
/// ends before that.
bool for_each_png_chunk(const std::vector<uint8_t>& file,
                        const std::function<void(const PngChunk&)>& see);

/// Inserts a chunk behind the header of a PNG file that a library has just written.
void insert_png_chunk(const char (&type)[5], const std::vector<uint8_t>& data,
                      std::vector<uint8_t>& file);

}  // namespace stylize
