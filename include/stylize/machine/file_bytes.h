#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace stylize {

/// Every byte of a picture file: of a regular file, or of a pipe or character device that was named
/// (a shell's <(...)). Throws Error: kRead when the system failed to read it; kInput when it is
/// empty, something else (a folder, a socket, a disk) or longer than 4 GiB.
std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path);

}  // namespace stylize
