#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// An encoded picture (PNG, JPEG, WebP, TIFF) that carries the record of how it was made, a JSON
/// text in UTF-8, instead of the one it may have carried. The record is the XMP property
/// "stylize:record"; the pixels stay as they are; the same input gives the same bytes. Throws Error
/// (kOutput) when the format cannot carry it: a JPEG's record and its escapes have at most 60 KB.
std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record);

/// The record that a picture file carries; nothing when it carries none or cannot be read. Decodes
/// no pixels and reads little more than the header. Never throws.
std::optional<std::string> read_record(const std::filesystem::path& path);

}  // namespace stylize
