#pragma once

#include <tiffio.h>

#include <cstdint>
#include <vector>

#include "row_decoder.h"

namespace stylize {

/// How a TIFF file stores its samples.
struct TiffLayout {
  uint32_t width = 0, height = 0;
  uint16_t bits = 1, format = SAMPLEFORMAT_UINT, photometric = 0, planar = PLANARCONFIG_CONTIG;
  uint16_t samples = 1, compression = COMPRESSION_NONE;
  int colours = 1;  ///< samples of colour
  int alpha = -1;   ///< index of its sample; -1: none
  bool associated = false;
  bool tiled = false;
  uint32_t part_width = 0, part_height = 0;  ///< pixels of a strip or tile
  bool rgba = false;                         ///< libtiff converts the colours
  std::vector<uint8_t> palette;              ///< red, green and blue of each index; empty: none

  /// Whether each sample is stored in its own plane.
  bool separate() const { return !rgba && planar == PLANARCONFIG_SEPARATE; }
};

/// The layout of the file's current picture, without `rgba` and `palette`. Throws DecodeError.
TiffLayout read_tiff_layout(TIFF* tiff);

/// The form in which the samples are returned. Records in the layout what libtiff converts, and
/// sets up libtiff for it. Throws DecodeError for unsupported colours and samples.
SampleForm choose_tiff_form(TIFF* tiff, TiffLayout& layout);

}  // namespace stylize
