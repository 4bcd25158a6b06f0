#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

namespace stylize {

struct FilePart {
  const void* bytes;
  std::size_t size;
};

/// Makes `path` hold exactly these bytes, or leaves it as it was. The bytes go to a file without a
/// name in the same folder, are flushed to the disk and get the name last, so that a process that
/// is killed leaves nothing behind. (Killed in the instant between naming and replacing an existing
/// file, it may leave a whole hidden `.NAME.*.part`; on file systems without such files, NFS for
/// one, a partial one at any time.) With replace == false an existing file is an error, also when
/// it appears in the last moment. A file that is replaced passes on its permissions and, where that
/// is allowed, its owner; a read-only one is not replaced. Of a symbolic link the target is
/// replaced or made. What is no regular file (a pipe, a device, /dev/stdout) is written into as it
/// is; SIGPIPE should be ignored then, as catch_stop_signals() does. Throws Error (kOutput);
/// nothing hidden is left then.
void write_file_atomically(const std::filesystem::path& path, const void* bytes, std::size_t size,
                           bool replace = true);

/// The same with the bytes of all parts, one after the other.
void write_file_atomically(const std::filesystem::path& path, const std::vector<FilePart>& parts,
                           bool replace = true);

}  // namespace stylize
