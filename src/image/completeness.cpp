#include "completeness.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace stylize {
namespace {

constexpr uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr uint8_t kJpegSignature[] = {0xff, 0xd8, 0xff};

template <std::size_t N>
bool begins_with(const std::vector<uint8_t>& file, const uint8_t (&signature)[N]) {
  return file.size() >= N && std::equal(std::begin(signature), std::end(signature), file.begin());
}

std::size_t big_endian_32(const uint8_t* p) {
  return std::size_t{p[0]} << 24 | std::size_t{p[1]} << 16 | std::size_t{p[2]} << 8 | p[3];
}

// Chunks: length (4), type (4), data, checksum of type and data (4); the last is IEND.
bool png_is_complete(const std::vector<uint8_t>& file) {
  std::size_t at = sizeof(kPngSignature);
  while (at + 12 <= file.size()) {
    const std::size_t length = big_endian_32(&file[at]);
    if (length > file.size() - at - 12) return false;
    const uint8_t* type = &file[at + 4];
    const auto checksum = ::crc32(0, type, static_cast<uInt>(length + 4));
    if (checksum != big_endian_32(type + 4 + length)) return false;
    if (std::equal(type, type + 4, "IEND")) return true;
    at += length + 12;
  }
  return false;
}

// Segments: ff, marker, length (2, includes itself), data. After a start of scan come coded data,
// in which ff is followed by 00 or a restart marker; any other marker ends them.
bool jpeg_is_complete(const std::vector<uint8_t>& file) {
  constexpr uint8_t kEndOfImage = 0xd9, kStartOfScan = 0xda;
  std::size_t at = 2;
  while (at + 1 < file.size()) {
    if (file[at] != 0xff) {
      ++at;  // coded data, or padding between segments
      continue;
    }
    const uint8_t marker = file[at + 1];
    if (marker == kEndOfImage) return true;
    const bool alone = marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker == 0xff) {
      ++at;  // fill byte
    } else if (alone) {
      at += 2;
    } else {
      if (at + 4 > file.size()) return false;
      const std::size_t length = std::size_t{file[at + 2]} << 8 | file[at + 3];
      at += 2 + std::max<std::size_t>(length, 2);
      if (marker == kStartOfScan && at >= file.size()) return false;
    }
  }
  return false;
}

}  // namespace

bool is_complete(const std::vector<uint8_t>& file) {
  if (begins_with(file, kPngSignature)) return png_is_complete(file);
  if (begins_with(file, kJpegSignature)) return jpeg_is_complete(file);
  return true;
}

}  // namespace stylize
