#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace stylize {

/// Maps the first bytes of a file (64 KiB, or all if it is shorter) to the most bytes that the file
/// may have. An exception ends the reading at that point.
using LengthLimit = std::function<std::size_t(const std::vector<uint8_t>& beginning)>;

/// All bytes of a regular file, pipe or character device (a shell's <(...)). Nothing is read or
/// kept beyond the limit, and it never waits forever (a pipe needs a writer; a signal to stop ends
/// the waiting). Throws Error: kRead when the system failed to read it; kInput when it is empty,
/// something else (a folder, a socket, a disk), a pipe without a writer, or longer than the limit;
/// kStopped (machine/signals.h).
std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, const LengthLimit& limit);

/// The same with a limit that does not depend on the contents.
std::vector<uint8_t> read_file_bytes(const std::filesystem::path& path, std::size_t most);

/// The same as text, which may be empty.
std::string read_text_file(const std::filesystem::path& path, std::size_t most);

}  // namespace stylize
