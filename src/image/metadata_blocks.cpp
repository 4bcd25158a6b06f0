#include "metadata_blocks.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>

#include "density.h"
#include "heif_files.h"
#include "jxl_files.h"
#include "picture_format.h"
#include "png_chunks.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::size_t kMostBlockBytes = std::size_t{4} << 20;

// A part of a file.
struct Span {
  const uint8_t* data;
  std::size_t size;

  bool begins_with(const void* text, std::size_t length) const {
    return size >= length && std::memcmp(data, text, length) == 0;
  }
  Span after(std::size_t length) const { return {data + length, size - length}; }
  uint32_t big_endian(std::size_t at, std::size_t bytes) const {
    uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | data[at + i];
    return value;
  }
};

void take_first(Bytes& block, const Span& found) {
  if (block.empty() && found.size <= kMostBlockBytes)
    block.assign(found.data, found.data + found.size);
}

void take_first(std::string& block, const Span& found) {
  if (!block.empty() || found.size > kMostBlockBytes) return;
  block.assign(reinterpret_cast<const char*>(found.data), found.size);
}

constexpr char kExifPrefix[] = "Exif\0";  // with two zeros

void take_exif_block(MetadataBlocks& blocks, const Span& found) {
  const bool prefixed = found.begins_with(kExifPrefix, sizeof kExifPrefix);
  take_first(blocks.exif, prefixed ? found.after(sizeof kExifPrefix) : found);
}

void see_jfif(MetadataBlocks& blocks, const Span& segment) {
  constexpr std::size_t kUnit = 7, kHorizontal = 8, kVertical = 10, kLength = 12;
  if (!segment.begins_with("JFIF", 5) || segment.size < kLength) return;
  const uint8_t unit = segment.data[kUnit];  // 0: only the pixels' proportions
  const double scale = unit == 1 ? 1 : unit == 2 ? kCentimetresOfInch : 0;
  blocks.density = {segment.big_endian(kHorizontal, 2) * scale,
                    segment.big_endian(kVertical, 2) * scale};
}

// Photoshop's resources may span several segments.
void see_segment(MetadataBlocks& blocks, uint8_t marker, const Span& segment, Bytes& resources) {
  constexpr char kXmp[] = "http://ns.adobe.com/xap/1.0/", kResources[] = "Photoshop 3.0";
  if (marker == 0xe0) see_jfif(blocks, segment);
  if (marker == 0xe1 && segment.begins_with(kExifPrefix, sizeof kExifPrefix)) {
    take_exif_block(blocks, segment);
  }
  if (marker == 0xe1 && segment.begins_with(kXmp, sizeof kXmp)) {
    take_first(blocks.xmp, segment.after(sizeof kXmp));
  }
  if (marker == 0xed && segment.begins_with(kResources, sizeof kResources)) {
    const Span part = segment.after(sizeof kResources);
    if (resources.size() + part.size > kMostBlockBytes) return;
    resources.insert(resources.end(), part.data, part.data + part.size);
  }
}

MetadataBlocks blocks_of_jpeg(const Bytes& file) {
  constexpr uint8_t kStartOfScan = 0xda, kEnd = 0xd9;
  MetadataBlocks blocks;
  Bytes resources;
  for (std::size_t at = 2; at + 4 <= file.size() && file[at] == 0xff;) {
    const uint8_t marker = file[at + 1];
    if (marker == 0xff) {  // padding
      ++at;
      continue;
    }
    if (marker == kStartOfScan || marker == kEnd) break;
    const std::size_t length = std::size_t{file[at + 2]} << 8 | file[at + 3];
    if (length < 2 || length > file.size() - at - 2) break;
    see_segment(blocks, marker, {file.data() + at + 4, length - 2}, resources);
    at += 2 + length;
  }
  blocks.iptc = iptc_in_resources(resources);
  return blocks;
}

// Empty when damaged or too long.
std::string inflated_text(const Span& packed) {
  std::string text(kMostBlockBytes, '\0');
  uLongf size = text.size();
  const int code = ::uncompress(reinterpret_cast<Bytef*>(text.data()), &size, packed.data,
                                static_cast<uLong>(packed.size));
  text.resize(code == Z_OK ? size : 0);
  return text;
}

int digit_of(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

// As ImageMagick and Exiv2 write blocks into texts: a new line, the name of the block, the number
// of bytes, and these in hexadecimal digits, in lines.
Bytes raw_profile(const std::string& text) {
  Bytes bytes;
  std::size_t at = 0;
  for (int lines = 0; lines < 3 && at != std::string::npos; ++lines)
    at = text.find('\n', at + (lines > 0));
  int high = -1;
  for (; at < text.size(); ++at) {
    const int digit = digit_of(text[at]);
    if (digit < 0) continue;
    if (high >= 0) bytes.push_back(static_cast<uint8_t>(16 * high + digit));
    high = high >= 0 ? -1 : digit;
  }
  return bytes;
}

// keyword \0 method compressed text
void see_packed_text(MetadataBlocks& blocks, const Span& chunk) {
  constexpr char kExif[] = "Raw profile type exif", kApp1[] = "Raw profile type APP1";
  constexpr char kIptc[] = "Raw profile type iptc";
  const bool is_exif =
      chunk.begins_with(kExif, sizeof kExif) || chunk.begins_with(kApp1, sizeof kApp1);
  if ((!is_exif && !chunk.begins_with(kIptc, sizeof kIptc)) || chunk.size <= sizeof kExif) return;
  const Bytes block = raw_profile(inflated_text(chunk.after(sizeof kExif + 1)));
  if (is_exif) {
    take_exif_block(blocks, {block.data(), block.size()});
  } else if (blocks.iptc.empty()) {
    blocks.iptc = iptc_in_resources(block);
  }
}

// keyword \0 compressed? method language \0 keyword in it \0 text
void see_text(MetadataBlocks& blocks, Span chunk) {
  constexpr char kXmp[] = "XML:com.adobe.xmp";
  if (!chunk.begins_with(kXmp, sizeof kXmp) || chunk.size < sizeof kXmp + 2) return;
  const bool is_packed = chunk.data[sizeof kXmp] == 1;
  chunk = chunk.after(sizeof kXmp + 2);
  for (int skipped = 0; skipped < 2; ++skipped) {
    const auto* end = static_cast<const uint8_t*>(std::memchr(chunk.data, 0, chunk.size));
    if (!end) return;
    chunk = chunk.after(static_cast<std::size_t>(end - chunk.data) + 1);
  }
  if (!is_packed) {
    take_first(blocks.xmp, chunk);
  } else if (blocks.xmp.empty()) {
    blocks.xmp = inflated_text(chunk);
  }
}

MetadataBlocks blocks_of_png(const Bytes& file) {
  MetadataBlocks blocks;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    if (!chunk.right) return;
    if (chunk.is("eXIf")) take_exif_block(blocks, {chunk.data, chunk.length});
    if (chunk.is("iTXt")) see_text(blocks, {chunk.data, chunk.length});
    if (chunk.is("zTXt")) see_packed_text(blocks, {chunk.data, chunk.length});
    constexpr std::size_t kDensityLength = 9, kUnit = 8;
    if (chunk.is("pHYs") && chunk.length == kDensityLength && chunk.data[kUnit] == 1) {
      blocks.density = {chunk.number_at(0) * kMetresOfInch, chunk.number_at(4) * kMetresOfInch};
    }
  });
  return blocks;
}

MetadataBlocks blocks_of_webp(const Bytes& file) {
  constexpr std::size_t kFirstChunk = 12, kChunkHead = 8;
  MetadataBlocks blocks;
  for (std::size_t at = kFirstChunk; at + kChunkHead <= file.size();) {
    const uint8_t* head = file.data() + at;
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length |= std::size_t{head[4 + i]} << 8 * i;
    if (length > file.size() - at - kChunkHead) break;
    const Span chunk = {head + kChunkHead, length};
    if (std::memcmp(head, "EXIF", 4) == 0) take_exif_block(blocks, chunk);
    if (std::memcmp(head, "XMP ", 4) == 0) take_first(blocks.xmp, chunk);
    at += kChunkHead + length + length % 2;
  }
  return blocks;
}

MetadataBlocks blocks_of(FoundMetadata found) {
  MetadataBlocks blocks;
  take_exif_block(blocks, {found.exif.data(), found.exif.size()});
  blocks.xmp = std::move(found.xmp);
  return blocks;
}

}  // namespace

// Each resource: 8BIM, number, name with its length before (padded), length, data (padded).
std::vector<uint8_t> iptc_in_resources(const std::vector<uint8_t>& resources) {
  constexpr std::size_t kBeforeName = 6;
  constexpr uint32_t kIptc = 0x0404;
  Span left = {resources.data(), resources.size()};
  while (left.size > kBeforeName && left.begins_with("8BIM", 4)) {
    const uint32_t number = left.big_endian(4, 2);
    const std::size_t name = std::size_t{left.data[kBeforeName]} + 1;
    const std::size_t before_data = kBeforeName + name + name % 2 + 4;
    if (before_data > left.size) break;
    const std::size_t length = left.big_endian(before_data - 4, 4);
    if (length > left.size - before_data) break;
    const uint8_t* data = left.data + before_data;
    if (number == kIptc) return Bytes(data, data + length);
    left = left.after(std::min(before_data + length + length % 2, left.size));
  }
  return {};
}

MetadataBlocks metadata_blocks(const std::vector<uint8_t>& file) {
  const std::optional<PictureFormat> format = format_by_signature(file);
  if (format == PictureFormat::kPng) return blocks_of_png(file);
  if (format == PictureFormat::kJpeg) return blocks_of_jpeg(file);
  if (format == PictureFormat::kWebp) return blocks_of_webp(file);
  if (format == PictureFormat::kHeif || format == PictureFormat::kAvif) {
    return blocks_of(heif_metadata(file, kMostBlockBytes));
  }
  if (format == PictureFormat::kJxl) return blocks_of(jxl_metadata(file, kMostBlockBytes));
  return {};
}

}  // namespace stylize
