#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "encoded_samples.h"
#include "stylize/image/image.h"
#include "stylize/image/picture_metadata.h"

namespace stylize {

/// The names under which a record and its seal are in a file's XMP.
inline constexpr const char* kRecordKey = "Xmp.stylize.record";
inline constexpr const char* kSealKey = "Xmp.stylize.seal";

/// What is to be in a picture's file besides its pixels.
struct Embedding {
  std::string record = {};                   ///< with a seal; empty: none
  const PictureMetadata* carried = nullptr;  ///< null: none
  Size size = {};                            ///< of the picture, for the carried EXIF
  std::vector<uint8_t> thumbnail_jpeg = {};  ///< for the carried EXIF, not in a TIFF; empty: none
  std::vector<uint8_t> icc_profile = {};     ///< empty: none
  bool is_srgb = true;                       ///< whether the pixels are, as EXIF says too
  std::function<void(const std::string&)> warn = {};  ///< may be empty

  bool says_colours = true;  ///< false: the file names no colour space

  bool is_empty() const { return record.empty() && !carried && icc_profile.empty(); }
};

/// The encoded picture (PNG, JPEG, WebP, TIFF) with that. Carried EXIF gets the picture's size, an
/// orientation of 1 and the new thumbnail. Carried data that do not fit (a JPEG's segments have 64
/// KB) are left out, XMP first, with a warning. The pixels are unchanged; the same input gives the
/// same bytes. Throws Error (kOutput) when the record does not fit.
std::vector<uint8_t> with_embedded(const std::vector<uint8_t>& encoded, const Embedding& embedding);

/// The same for the encoders of AVIF and JPEG XL, which put it in themselves; IPTC becomes XMP. The
/// seal is open. sRGB's own profile is left out, since these formats have a number for it.
FileBlocks blocks_of(const Embedding& embedding);

/// The encoded picture with the seal of its record closed; unchanged if there is no record. Throws
/// Error (kOutput).
std::vector<uint8_t> sealed(std::vector<uint8_t> encoded, const Embedding& embedding);

}  // namespace stylize
