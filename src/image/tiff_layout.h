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
  int alpha = -1;   ///< which sample, if any
  bool associated = false;
  bool tiled = false;
  uint32_t part_width = 0, part_height = 0;  ///< of a strip or tile
  bool rgba = false;                         ///< libtiff converts the colours
  std::vector<uint8_t> palette;              ///< red, green and blue of each index; empty: none

  /// Whether each sample of the pixels lies apart.
  bool separate() const { return !rgba && planar == PLANARCONFIG_SEPARATE; }
};

/// Of the picture at which the file is, but for `rgba` and `palette`. Throws DecodeError.
TiffLayout read_tiff_layout(TIFF* tiff);

/// The form in which the samples are given. Says in the layout what libtiff converts, and tells
/// libtiff. Throws DecodeError for colours and samples that are not read.
SampleForm choose_tiff_form(TIFF* tiff, TiffLayout& layout);

}  // namespace stylize
