#pragma once

#include <cstddef>
#include <filesystem>

namespace stylize {

/// The bytes of a regular file that this process made, without a copy in memory.
class MappedFile {
 public:
  /// Throws Error (kRead).
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  const void* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace stylize
