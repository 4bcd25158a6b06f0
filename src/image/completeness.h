#pragma once

#include <cstdint>
#include <vector>

namespace stylize {

/// False when a JPEG or PNG file ends before its end marker, or a PNG chunk's checksum is wrong.
/// Decoders fill what is missing with gray, or print to standard error on their own; this tells
/// before they run. Files of other formats count as complete: their decoders report.
bool is_complete(const std::vector<uint8_t>& file);

/// How many scans a JPEG file has up to its end marker. Each costs a decoder as much as the whole
/// picture, and takes ten bytes.
int jpeg_scans(const std::vector<uint8_t>& file);

}  // namespace stylize
