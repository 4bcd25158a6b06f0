#pragma once

#include <string>

namespace stylize {

/// What this build does with pictures whose files have an extension.
struct PictureExtension {
  const char* name;  ///< in lower case, without its dot
  bool is_read;      ///< also when a folder is searched
  bool is_written;
  bool is_deep = false;      ///< is also written with more than 8 bits per channel
  bool has_quality = false;  ///< --quality applies
};

/// For an extension in lower case without its dot; null when it is not known.
const PictureExtension* picture_extension(const std::string& name);

/// "png, jpg, webp or tiff": one extension of each format that is written, or that with 16 bits.
std::string written_formats();
std::string deep_formats();

/// Why pictures with this extension (without its dot) are not written, and what to do.
std::string why_not_written(const std::string& extension);

/// ".jpg or .webp": those with a quality.
std::string quality_formats();

/// "png:-, jpg:-, webp:- or tiff:-"
std::string formats_on_standard_output();

/// "png, jpg, jpeg, webp, tif, tiff, bmp": all extensions of pictures that are read.
std::string read_extensions();

/// "PNG, JPEG, WebP, TIFF, BMP": the formats that are read.
std::string read_formats();

}  // namespace stylize
