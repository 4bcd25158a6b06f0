#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <string>

namespace stylize {

/// A file that is open for writing; the destructor closes it. Failures throw std::system_error.
class OpenFile {
 public:
  OpenFile() = default;

  /// Opens the file, creating it if necessary, and empties it. Throws with EWOULDBLOCK when another
  /// OpenFile has it open, when it is not a regular file, or when it has another name (hard link).
  explicit OpenFile(const std::filesystem::path& path);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  /// Writes `text` at `offset` (bytes) and truncates the file after it.
  void write_end(const std::string& text, off_t offset) const;

  /// Copies the permissions and, where allowed, the owner of a file that it will replace.
  void keep_mode_and_owner(const struct stat& replaced) const;

  /// Waits until what was written is on the disk.
  void flush() const;

 private:
  int descriptor_ = -1;
};

}  // namespace stylize
