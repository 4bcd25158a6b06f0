#pragma once

#include <cstdint>
#include <vector>

namespace stylize {

/// Interleaved samples, row by row without gaps, in the byte order of this machine.
struct InterleavedSamples {
  const void* first = nullptr;
  uint32_t width = 0, height = 0;
  uint16_t channels = 3;  ///< 3: red, green, blue; 4: also alpha, not premultiplied
  uint16_t bits = 8;      ///< per sample, 8 or 16
  double horizontal_density = 0, vertical_density = 0;  ///< pixels per inch; 0: unknown
};

/// Encodes a TIFF file (LZW). It declares alpha as unassociated, which readers would otherwise have
/// to guess. The same samples give the same bytes. Throws Error (kOutput) without naming a file.
std::vector<uint8_t> encode_tiff(const InterleavedSamples& samples);

}  // namespace stylize
