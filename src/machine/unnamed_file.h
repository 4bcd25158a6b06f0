#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace stylize {

/// A file without a name, for what has no place in memory: it is gone when its process ends, in
/// whatever way, and no other process can open it. Errors are Error (kOutput) that begin with the
/// folder.
class UnnamedFile {
 public:
  /// In an existing folder. (Where the file system knows no unnamed files, as NFS, it has a name
  /// for an instant.)
  explicit UnnamedFile(const std::filesystem::path& folder);
  ~UnnamedFile();
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;

  /// Takes so much of the disk that writing there will not find it full.
  void reserve(uint64_t offset, uint64_t size);
  void write(uint64_t offset, const void* bytes, std::size_t size);
  void read(uint64_t offset, void* bytes, std::size_t size) const;

  /// Gives all of the disk back.
  void clear();

 private:
  const std::filesystem::path folder_;
  const int descriptor_;
};

/// How many bytes such files in a folder may have; 0: none, or only in memory (tmpfs).
int64_t room_for_unnamed_files(const std::filesystem::path& folder);

/// Why no file can be created in an existing folder, as errno has it; 0 where one can. It tries:
/// permissions do not tell of file systems that take no files, such as /proc. Leaves nothing.
int why_no_file_can_be_created(const std::filesystem::path& folder);

}  // namespace stylize
