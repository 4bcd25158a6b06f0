#pragma once

#include <cstddef>
#include <filesystem>

namespace stylize {

/// A file that is read from its beginning: a regular one, a pipe or a character device. Neither
/// opening nor reading waits for ever: a named pipe must have a writer within kPatience, and
/// whoever waits for the data of one gives up when the process is asked to stop. Throws Error:
/// kRead when the system fails, kInput when it is something else or a pipe that nobody writes to,
/// kStopped.
class InputFile {
 public:
  static constexpr int kPatience = 2000;  ///< milliseconds

  explicit InputFile(const std::filesystem::path& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Reads up to `size` bytes; 0 at the end only.
  std::size_t read(void* bytes, std::size_t size);

  /// What the file system says; 0 when nobody knows, as for pipes.
  std::size_t expected_size() const { return expected_size_; }

 private:
  bool has_data_soon();
  void wait_for_writer();

  std::filesystem::path path_;
  int descriptor_ = -1;
  bool awaits_writer_ = false;
  std::size_t expected_size_ = 0;
};

}  // namespace stylize
