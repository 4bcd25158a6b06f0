#pragma once

#include <sys/stat.h>

#include <filesystem>

namespace stylize {

/// What the path of a file to be written refers to.
struct WrittenFile {
  std::filesystem::path named;   ///< the path as given
  std::filesystem::path target;  ///< where symbolic links lead; need not exist
  bool exists = false;
  struct stat status = {};  ///< of the existing file
  /// Written to directly: a pipe, a device, or an open descriptor of this process (/dev/stdout).
  /// All others are regular files, which are replaced as a whole.
  bool through = false;
  int descriptor = -1;  ///< of this process, that the path refers to (/dev/stdout, /dev/fd/3)
};

/// Resolves `path`. In a folder where everybody may create links (/tmp), only links of the user and
/// of the folder's owner are followed, as with the kernel's protected_symlinks: other users could
/// otherwise choose which file is replaced. Throws Error (kOutput) for such links, circular links,
/// folders, and disks (block devices).
WrittenFile find_written_file(const std::filesystem::path& path);

/// Throws Error (kOutput) when an existing regular file must not be replaced: because it is
/// read-only (for everybody, which includes root, or for this process), or because `replace` is
/// false.
void check_replaceable(const WrittenFile& file, bool replace);

/// Gives an open file the permissions of the file that it will replace, and its owner and group as
/// far as this process may; group permissions are not passed on to a different group.
void keep_mode_and_owner(int descriptor, const struct stat& replaced);

}  // namespace stylize
