#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace stylize {

/// The SHA-256 of these bytes as 64 lower-case hexadecimal digits.
std::string sha256_hex(const void* bytes, std::size_t size);

/// The same of what a file holds, which is not kept in memory. Throws Error: kRead when the system
/// failed to read it, kInput for a folder and whatever else is no file.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace stylize
