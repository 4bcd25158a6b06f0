#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// An encoded picture (PNG, JPEG, WebP, TIFF) that carries the record of how it was made, a JSON
/// text in UTF-8, instead of the one it may have carried. The record is the XMP property
/// "stylize:record"; beside it is a seal, by which read_record() sees whether a single bit of the
/// file is another. The pixels stay as they are; the same input gives the same bytes. Throws Error
/// (kOutput) when the format cannot carry it: a JPEG's record and its escapes have at most 60 KB.
std::vector<uint8_t> with_record(const std::vector<uint8_t>& encoded, const std::string& record);

/// The record that a picture file carries; nothing when it carries none, or is not byte for byte
/// what with_record() gave, or cannot be read. Decodes no pixels, but reads the whole file. Never
/// throws.
std::optional<std::string> read_record(const std::filesystem::path& path);

/// The same of the bytes of a file.
std::optional<std::string> read_record(const std::vector<uint8_t>& file);

}  // namespace stylize
