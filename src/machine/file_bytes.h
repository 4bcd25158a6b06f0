#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

/// Told the first bytes of a file (64 KiB, or all there are), says how many bytes the file may have
/// at most. What it throws ends the reading, before more is read.
using LengthLimit = std::function<std::size_t(const std::vector<uint8_t>& beginning)>;

/// Every byte of a file: of a regular one, or of a pipe or character device that was named (a
/// shell's <(...)). Nothing is read or kept beyond the limit, and no file makes it wait for ever
/// (a pipe needs a writer; a signal to stop ends the waiting). Throws Error: kRead when the system
/// failed to read it; kInput when it is empty, something else (a folder, a socket, a disk), a pipe
/// that nobody writes to, or longer than the limit; kStopped (machine/signals.h).
std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, const LengthLimit& limit);

/// The same for a file that may have so many bytes whatever they are.
std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, std::size_t most);

/// The same as text, which may be empty.
std::string read_text_file(const std::filesystem::path& path, std::size_t most);

}  // namespace stylize
