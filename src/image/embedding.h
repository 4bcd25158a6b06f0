#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

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

  bool is_empty() const { return record.empty() && !carried && icc_profile.empty(); }
};

/// The encoded picture (PNG, JPEG, WebP, TIFF) with that. Carried EXIF gets the picture's size, an
/// orientation of 1 and the new thumbnail. Carried data that do not fit (a JPEG's segments have 64
/// KB) are left out, XMP first, with a warning. The pixels are unchanged; the same input gives the
/// same bytes. Throws Error (kOutput) when the record does not fit.
std::vector<uint8_t> with_embedded(const std::vector<uint8_t>& encoded, const Embedding& embedding);

}  // namespace stylize
