#pragma once

#include <sys/stat.h>

#include <filesystem>

namespace stylize {

/// What a name leads to under which a file shall be written.
struct WrittenFile {
  std::filesystem::path named;   ///< as it was asked for
  std::filesystem::path target;  ///< where symbolic links lead; need not exist
  bool exists = false;
  struct stat status = {};  ///< of what exists
  /// Written into as it is: a pipe, a device, or an open descriptor of this process (/dev/stdout).
  /// What is left are regular files, which are replaced as a whole.
  bool through = false;
  int descriptor = -1;  ///< this process's own that the name leads to (/dev/stdout, /dev/fd/3)
};

/// Follows `path`. Of links that lie in a folder in which everybody may make some (/tmp) only the
/// user's own and those of the folder's owner are followed, as the kernel does when it is asked to
/// protect them: a stranger's would choose what is replaced. Throws Error (kOutput) for those,
/// links that go round in circles, folders, and disks (block devices).
WrittenFile find_written_file(const std::filesystem::path& path);

/// Throws Error (kOutput) when a regular file that is there must not be replaced: because it
/// is read-only (nobody may write it, which counts for root too, or this process may not), or
/// because `replace` is false.
void check_replaceable(const WrittenFile& file, bool replace);

/// Gives an open file the permissions of the one that it is to replace, and its owner and group as
/// far as this process may; what a group was allowed is not passed on to another one.
void keep_mode_and_owner(int descriptor, const struct stat& replaced);

}  // namespace stylize
