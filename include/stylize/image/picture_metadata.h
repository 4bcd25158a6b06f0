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

/// What a photograph's file says about the photograph, as far as it also holds for a painting of
/// it: EXIF without what describes stored pixels, without maker notes (data of unknown form, with
/// pictures in them) and thumbnails; IPTC; XMP without the settings of raw converters, thumbnails,
/// depth and gain maps.
struct PictureMetadata {
  std::vector<uint8_t> exif;  ///< a TIFF header and directories, at most 60,000 bytes; may be empty
  std::vector<uint8_t> iptc;  ///< IIM data sets, at most 60,000 bytes; may be empty
  std::string xmp;            ///< an XMP packet in UTF-8, at most 256 KiB; may be empty
  Density density;
  bool has_thumbnail = false;  ///< the file had one, which a copy's own is to replace
  std::string left_out;        ///< what was too long or damaged and is not here; empty: nothing
};

/// The metadata of a PNG, JPEG, WebP or TIFF file; null when it has none. What a hostile file can
/// do is bounded: blocks are measured before they are parsed, XMP that declares entities or is
/// nested deeply is left out. Decodes no pixels. Never throws but std::bad_alloc.
std::shared_ptr<const PictureMetadata> read_metadata(const std::vector<uint8_t>& file);

}  // namespace stylize
