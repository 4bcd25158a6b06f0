#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace stylize {

struct FilePart {
  const void* bytes;  ///< null: they are read as they are needed
  std::size_t size;
  std::function<void(uint64_t offset, void* to, std::size_t size)> read = {};
};

/// Calls `take` with the bytes of a part, piece by piece.
void for_pieces_of(const FilePart& part,
                   const std::function<void(const void* bytes, std::size_t size)>& take);

/// Makes `path` contain exactly these bytes, or leaves it unchanged. The bytes go to an unnamed
/// file in the same folder, are flushed to the disk, and get the name last, so that a process that
/// is killed leaves nothing behind. (Killed in the instant between naming and replacing an existing
/// file, it may leave a complete hidden `.NAME.*.part`; on file systems without unnamed files, such
/// as NFS, a partial one at any time.) With replace == false an existing file is an error, even one
/// that appears at the last moment. A replaced file passes on its permissions and, where allowed,
/// its owner; a read-only file is not replaced. For a symbolic link, its target is replaced or
/// created. Anything but a regular file (a pipe, a device, /dev/stdout) is written to directly;
/// SIGPIPE should then be ignored, as catch_stop_signals() does. Throws Error (kOutput) and then
/// leaves no hidden file.
void write_file_atomically(const std::filesystem::path& path, const void* bytes, std::size_t size,
                           bool replace = true);

/// The same with the concatenated bytes of all parts.
void write_file_atomically(const std::filesystem::path& path, const std::vector<FilePart>& parts,
                           bool replace = true);

}  // namespace stylize
