#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stylize {

/// A seal is a text within a file that ends in 64 digits, the SHA-256 of the whole file while those
/// digits are zeros. It tells whether one bit of the file is not as it was written.
///
/// The text to be put into a file, with zeros.
std::string open_seal();

/// Sets the digits. (Of a PNG the checksum of the chunk around them, too.) False when the file has
/// no open seal.
bool close_seal(std::vector<uint8_t>& file);

/// Whether the file has a seal and is what was sealed.
bool seal_is_whole(std::vector<uint8_t> file);

}  // namespace stylize
