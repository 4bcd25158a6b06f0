#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stylize {

/// A seal is a text in a file that ends in 64 digits, the SHA-256 of the whole file with those
/// digits set to zero. It detects the change of a single bit of the file.
///
/// The text to embed in a file, with zeros as digits.
std::string open_seal();

/// Sets the digits (in a PNG also the checksum of the chunk that contains them). False when the
/// file has no open seal.
bool close_seal(std::vector<uint8_t>& file);

/// Whether the file has a seal and is unchanged since it was sealed.
bool seal_is_whole(std::vector<uint8_t> file);

}  // namespace stylize
