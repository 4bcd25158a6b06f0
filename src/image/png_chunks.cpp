#include "png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <iterator>

namespace stylize {
namespace {

constexpr uint8_t kSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

uint32_t big_endian(const uint8_t* p) {
  return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3];
}

}  // namespace

bool PngChunk::is(const char (&type)[5]) const {
  return std::equal(type, type + 4, data - 4,
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

uint32_t PngChunk::number_at(std::size_t at) const {
  return at + 4 <= length ? big_endian(data + at) : 0;
}

uint32_t png_checksum(const uint8_t* data, std::size_t length) {
  return static_cast<uint32_t>(::crc32_z(0, data - 4, length + 4));
}

bool for_each_png_chunk(const std::vector<uint8_t>& file,
                        const std::function<void(const PngChunk&)>& see) {
  constexpr std::size_t kBeside = 12;
  const bool png = file.size() >= sizeof(kSignature) &&
                   std::equal(std::begin(kSignature), std::end(kSignature), file.begin());
  if (!png) return false;
  std::size_t at = sizeof(kSignature);
  while (at + kBeside <= file.size()) {
    const std::size_t length = big_endian(&file[at]);
    if (length > file.size() - at - kBeside) return false;
    const uint8_t* data = file.data() + at + 8;
    const PngChunk chunk{data, length, png_checksum(data, length) == big_endian(data + length)};
    see(chunk);
    if (chunk.is("IEND")) return true;
    at += length + kBeside;
  }
  return false;
}

void insert_png_chunk(const char (&type)[5], const std::vector<uint8_t>& data,
                      std::vector<uint8_t>& file) {
  constexpr std::ptrdiff_t kAfterHeader = 33;
  constexpr std::size_t kBeforeData = 8, kNumber = 4;
  if (file.size() < kAfterHeader) return;
  std::vector<uint8_t> chunk(kBeforeData + data.size() + kNumber);
  const auto put = [&](std::size_t at, uint64_t value) {
    for (std::size_t i = 0; i < kNumber; ++i) {
      chunk[at + i] = static_cast<uint8_t>(value >> (8 * (kNumber - 1 - i)) & 0xff);
    }
  };
  put(0, data.size());
  std::copy_n(type, kNumber, chunk.begin() + kNumber);
  std::copy(data.begin(), data.end(), chunk.begin() + kBeforeData);
  put(kBeforeData + data.size(), png_checksum(chunk.data() + kBeforeData, data.size()));
  file.insert(file.begin() + kAfterHeader, chunk.begin(), chunk.end());
}

}  // namespace stylize
