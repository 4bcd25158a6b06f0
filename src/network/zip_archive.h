#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "machine/byte_source.h"

namespace stylize {

/// A zip archive that may come from a stranger. What it says about itself is limited, and compared
/// with the file's size before anything is unpacked or allocated. It refuses encrypted entries,
/// methods other than stored and deflated, archives on several disks, entries that overlap, and
/// names that occur twice. All functions throw std::runtime_error, which says what is wrong.
class ZipArchive {
 public:
  struct Entry {
    uint64_t header = 0;  ///< where its local header begins
    uint64_t packed = 0;  ///< bytes in the archive
    uint64_t size = 0;    ///< bytes when unpacked
    uint32_t crc = 0;
    bool deflated = false;
  };

  /// Reads the directory. `bytes` must outlive this.
  explicit ZipArchive(const ByteSource& bytes);

  const std::map<std::string, Entry>& entries() const { return entries_; }

  /// The name of the entry that the directory lists first; empty for an empty archive.
  const std::string& first_name() const { return first_name_; }

  /// The entry of that name; nullptr if there is none.
  const Entry* find(const std::string& name) const;

  /// Unpacks an entry of at most `limit` bytes and verifies its checksum.
  std::string read(const std::string& name, std::size_t limit) const;

  /// Reads an entry that is stored uncompressed and has exactly `size` bytes, and verifies its
  /// checksum.
  void read_stored(const std::string& name, void* to, std::size_t size) const;

 private:
  struct Directory {
    uint64_t offset, size, count;
  };

  Directory find_directory() const;
  Directory read_zip64_end(uint64_t end) const;
  void read_directory(const Directory& directory);
  void check_overlaps(uint64_t end) const;
  const Entry& at(const std::string& name) const;
  uint64_t data_of(const Entry& entry, const std::string& name) const;

  const ByteSource& bytes_;
  std::map<std::string, Entry> entries_;
  std::string first_name_;
};

}  // namespace stylize
