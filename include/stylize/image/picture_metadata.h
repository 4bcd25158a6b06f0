#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace stylize {

/// Pixels per inch; 0: unknown.
struct Density {
  double horizontal = 0, vertical = 0;
};

/// The part of a photograph's metadata that also holds for a painting made from it: EXIF without
/// what describes the stored pixels, without maker notes (data of unknown form that contain
/// pictures) and thumbnails; IPTC; XMP without settings of raw converters, thumbnails, depth and
/// gain maps.
struct PictureMetadata {
  std::vector<uint8_t> exif;  ///< a TIFF header and directories, at most 60,000 bytes; may be empty
  std::vector<uint8_t> iptc;  ///< IIM data sets, at most 60,000 bytes; may be empty
  std::string xmp;            ///< an XMP packet in UTF-8, at most 256 KiB; may be empty
  Density density;
  bool has_thumbnail = false;  ///< the file had one; a painting's file then gets its own
  std::string left_out;        ///< what is missing: too long or damaged; empty: nothing
};

/// The metadata of a picture's file (not of a BMP); null if it has none. The file may be hostile:
/// blocks are measured before they are parsed, and XMP that declares entities or is nested deeply
/// is left out. Decodes no pixels. Throws nothing but std::bad_alloc.
std::shared_ptr<const PictureMetadata> read_metadata(const std::vector<uint8_t>& file);

}  // namespace stylize
