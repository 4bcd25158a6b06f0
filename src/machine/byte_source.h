#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace stylize {

/// Random access to the bytes of a file or of memory.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual uint64_t size() const = 0;

  /// Fills `to` with the bytes from `offset` on. Throws std::runtime_error when there are too few,
  /// or the system failed to read them.
  virtual void read(uint64_t offset, void* to, std::size_t size) const = 0;
};

/// A regular file. Nothing of it is kept in memory.
class FileSource : public ByteSource {
 public:
  /// Throws std::runtime_error when it cannot be opened or is not a regular file; never waits for a
  /// pipe.
  explicit FileSource(const std::filesystem::path& path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  uint64_t size() const override { return size_; }
  void read(uint64_t offset, void* to, std::size_t size) const override;

 private:
  int descriptor_ = -1;
  uint64_t size_ = 0;
};

/// Memory, which must outlive this object.
class MemorySource : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}

  uint64_t size() const override { return bytes_.size(); }
  void read(uint64_t offset, void* to, std::size_t size) const override;

 private:
  std::string_view bytes_;
};

}  // namespace stylize
