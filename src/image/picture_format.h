#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "stylize/image/read_options.h"

namespace stylize {

/// The formats that are read.
enum class PictureFormat { kPng, kJpeg, kWebp, kTiff, kBmp };

/// The format that the signature of a file says, whose first 64 KiB (or all it has) are given. Only
/// the five above pass this gate, each to a decoder of its own: libraries that try one decoder
/// after the other have some that open other files or addresses which a picture names. Throws Error
/// (kInput) that begins with `named` and names the other format where its signature is known.
PictureFormat picture_format(const std::string& named, const std::vector<uint8_t>& beginning);

/// The most bytes that a file of this format which is no larger than the options allow, or than its
/// header says, can have for its pixels, with room for what else such files carry.
std::size_t longest_file(PictureFormat format, const std::vector<uint8_t>& beginning,
                         const ReadOptions& options);

}  // namespace stylize
