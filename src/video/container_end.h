#pragma once

#include <cstdint>
#include <string>

namespace stylize {

/// Why a file is known to lack its end, though ffmpeg does not say so: an AVI that is shorter than
/// its header says, a GIF without its trailer. Empty: nothing is known to be missing.
std::string missing_bytes(const std::string& file);

/// The same of its first 12 bytes, its last byte that is not 0, and its size.
std::string missing_bytes(const std::string& begin, char last, uint64_t size);

}  // namespace stylize
