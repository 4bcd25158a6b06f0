#pragma once

#include <cstddef>
#include <filesystem>

namespace stylize {

/// A regular file, pipe or character device, read from its beginning, or a socket that is
/// already open in this process and named by its descriptor (/dev/stdin). Neither opening nor
/// reading waits forever: a named pipe must have a writer within kPatience, and waiting for data
/// ends when the process is asked to stop. Throws Error: kRead when the system fails, kInput for
/// any other type of file or a pipe without a writer, kStopped.
class InputFile {
 public:
  static constexpr int kPatience = 2000;  ///< milliseconds

  explicit InputFile(const std::filesystem::path& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Reads up to `size` bytes and returns their number; 0 only at the end.
  std::size_t read(void* bytes, std::size_t size);

  /// Bytes, as the file system says; 0 if unknown, as for pipes.
  std::size_t expected_size() const { return expected_size_; }

 private:
  bool has_data_soon();
  void wait_for_writer();

  std::filesystem::path path_;
  int descriptor_ = -1;
  bool awaits_writer_ = false;
  bool polls_first_ = false;  // reading would wait
  std::size_t expected_size_ = 0;
};

}  // namespace stylize
