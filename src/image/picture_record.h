#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// The encoded picture (PNG, JPEG, WebP, TIFF) with an embedded record of how it was made, a JSON
/// text in UTF-8, replacing any previous record. The record is the XMP property "stylize:record";
/// with it goes a seal, by which read_record() detects any change of the file. The pixels are
/// unchanged; the same input gives the same bytes. Throws Error (kOutput) when the record does not
/// fit: with its escapes, at most 60 KB in a JPEG.
std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record);

/// The record in a picture file; nullopt when it has none, is not byte for byte what with_record()
/// returned, or cannot be read. Decodes no pixels, but reads the whole file. Never throws.
std::optional<std::string> read_record(const std::filesystem::path& path);

/// The same from the bytes of a file.
std::optional<std::string> read_record(const std::vector<uint8_t>& file);

}  // namespace stylize
