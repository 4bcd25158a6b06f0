#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>
#include <string>

namespace stylize {

/// A file that is open for writing. It is closed with the object. What fails throws
/// std::system_error.
class OpenFile {
 public:
  OpenFile() = default;

  /// Opens the file, makes it when there is none, and empties it. Throws with EWOULDBLOCK when
  /// another OpenFile has it open, and for what is no regular file or has another name too.
  explicit OpenFile(const std::filesystem::path& path);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  /// Writes `text` at `offset` (bytes) and makes it the end of the file.
  void write_end(const std::string& text, off_t offset) const;

  /// Takes over the permissions and, as far as may be, the owner of a file that it will replace.
  void keep_mode_and_owner(const struct stat& replaced) const;

  /// Waits until what was written is on the disk.
  void flush() const;

 private:
  int descriptor_ = -1;
};

}  // namespace stylize
