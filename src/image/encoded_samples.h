#pragma once

#include <cstdint>
#include <string>
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

/// What is in a picture's file besides its pixels, for formats whose library puts it in.
struct FileBlocks {
  std::vector<uint8_t> exif;         ///< from its TIFF header on; empty: none
  std::string xmp;                   ///< a packet; empty: none
  std::vector<uint8_t> icc_profile;  ///< of the pixels; empty: they are sRGB
  bool says_colours = true;          ///< false: the file says nothing of its colours, if it can
};

/// The metadata in a file, as its library finds them. Untrusted bytes.
struct FoundMetadata {
  std::vector<uint8_t> exif;  ///< from its TIFF header on; empty: none
  std::string xmp;            ///< empty: none
};

}  // namespace stylize
