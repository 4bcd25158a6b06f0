#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stylize/image/read_options.h"

namespace stylize {

/// The formats that are recognized. HEIC, AVIF, JPEG XL and GIF are read where their libraries are.
enum class PictureFormat { kPng, kJpeg, kWebp, kTiff, kBmp, kHeif, kAvif, kJxl, kGif };

/// The format according to a file's signature, given its beginning or all of it; nullopt when it is
/// none of them.
std::optional<PictureFormat> format_by_signature(const std::vector<uint8_t>& file);

/// The format according to a file's signature, given its first 64 KiB (or all of it). Only these
/// formats are accepted, each with its own decoder: libraries that try one decoder after
/// another include some that open other files or addresses named in a picture. Throws Error
/// (kInput), beginning with `named`, which names the other format if its signature is known.
PictureFormat picture_format(const std::string& named, const std::vector<uint8_t>& beginning);

/// An upper bound for the length in bytes of a file of this format whose pixels are within the
/// options' limit and the header's size, with room for metadata.
std::size_t longest_file(PictureFormat format, const std::vector<uint8_t>& beginning,
                         const ReadOptions& options);

}  // namespace stylize
