#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stylize {

/// An entry of a zip archive, possibly with false claims, as an attacker may write it.
struct ZipEntry {
  std::string name, bytes;
  bool deflated = false;
  uint16_t flags = 0;
  int64_t claimed_size = -1;  ///< size in both headers; -1: the true one
};

inline std::string little_endian(uint64_t number, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += i < sizeof(number) ? static_cast<char>(number >> 8 * i & 0xff) : '\0';
  }
  return bytes;
}

inline std::string deflated(const std::string& bytes) {
  std::string packed(bytes.size() / 100 + bytes.size() + 1000, '\0');
  z_stream stream = {};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// A zip archive of these entries.
inline std::string zip_file(const std::vector<ZipEntry>& entries) {
  std::string file, directory;
  for (const ZipEntry& entry : entries) {
    const std::string packed = entry.deflated ? deflated(entry.bytes) : entry.bytes;
    const auto crc =
        crc32_z(0, reinterpret_cast<const Bytef*>(entry.bytes.data()), entry.bytes.size());
    const uint64_t size =
        entry.claimed_size < 0 ? entry.bytes.size() : static_cast<uint64_t>(entry.claimed_size);
    const std::string common = little_endian(20, 2) + little_endian(entry.flags, 2) +
                               little_endian(entry.deflated ? 8 : 0, 2) + little_endian(0, 4) +
                               little_endian(crc, 4) + little_endian(packed.size(), 4) +
                               little_endian(size, 4) + little_endian(entry.name.size(), 2) +
                               little_endian(0, 2);
    directory += "PK\1\2" + little_endian(20, 2) + common + little_endian(0, 2 + 2 + 2 + 4) +
                 little_endian(file.size(), 4) + entry.name;
    file += "PK\3\4" + common + entry.name + packed;
  }
  const std::string count = little_endian(entries.size(), 2);
  return file + directory + "PK\5\6" + little_endian(0, 4) + count + count +
         little_endian(directory.size(), 4) + little_endian(file.size(), 4) + little_endian(0, 2);
}

}  // namespace stylize
