#pragma once

#include <cstdint>
#include <vector>

namespace stylize {

/// False when a JPEG or PNG file ends before its end marker, a PNG chunk's checksum is wrong, or a
/// box of a HEIC, AVIF or JPEG XL file reaches beyond its end. Decoders would fill missing parts
/// with gray, or print to standard error themselves; this check runs before them. Files of other
/// formats count as complete: their decoders report errors.
bool is_complete(const std::vector<uint8_t>& file);

/// The number of scans in a JPEG file up to its end marker. Each takes ten bytes of the file, and
/// as much decoding time as the whole picture.
int jpeg_scans(const std::vector<uint8_t>& file);

}  // namespace stylize
