#pragma once

#include <cstddef>
#include <filesystem>

namespace stylize {

/// A file that is read from its beginning: a regular one, a pipe or a character device. Throws
/// Error: kRead when the system fails, kInput when it is something else.
class InputFile {
 public:
  explicit InputFile(const std::filesystem::path& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Reads up to `size` bytes; 0 at the end only.
  std::size_t read(void* bytes, std::size_t size);

  /// What the file system says; 0 when nobody knows, as for pipes.
  std::size_t expected_size() const { return expected_size_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::size_t expected_size_ = 0;
};

}  // namespace stylize
