#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace stylize {

/// Bytes as a file in memory with a path, for functions that read files by name.
class MemoryFile {
 public:
  MemoryFile(const uint8_t* bytes, std::size_t size)
      : descriptor_(::memfd_create("input", MFD_CLOEXEC)) {
    while (size > 0) {
      const ssize_t count = ::write(descriptor_, bytes, size);
      if (count <= 0) std::abort();  // never caused by an input
      bytes += count;
      size -= static_cast<std::size_t>(count);
    }
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace stylize
