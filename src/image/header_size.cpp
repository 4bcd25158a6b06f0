#include "header_size.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "gif_blocks.h"
#include "heif_header.h"
#include "jxl_codestream.h"
#include "picture_format.h"

namespace stylize {
namespace {

enum class Order { kLittleEndian, kBigEndian };

// Reads numbers at offsets of a file; 0 beyond its end.
class Header {
 public:
  Header(const std::vector<uint8_t>& file, Order order) : file_(file), order_(order) {}

  uint64_t number(uint64_t at, uint64_t bytes) const {
    if (at > file_.size() || bytes > file_.size() - at) return 0;
    uint64_t value = 0;
    for (uint64_t i = 0; i < bytes; ++i) {
      value = value << 8 | file_[at + (order_ == Order::kBigEndian ? i : bytes - 1 - i)];
    }
    return value;
  }

 private:
  const std::vector<uint8_t>& file_;
  Order order_;
};

bool has(const std::vector<uint8_t>& file, std::size_t at, const std::string& text) {
  return file.size() >= at + text.size() &&
         std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, uint8_t b) { return static_cast<uint8_t>(a) == b; });
}

Size size_of(uint64_t width, uint64_t height) {
  constexpr uint64_t kMost = 1ull << 62;  // absurdly large, but fits into a Size
  return {static_cast<int64_t>(std::min(width, kMost)),
          static_cast<int64_t>(std::min(height, kMost))};
}

Size png_size(const std::vector<uint8_t>& file) {
  const Header header(file, Order::kBigEndian);
  return size_of(header.number(16, 4), header.number(20, 4));
}

// The first frame header (SOF0 to SOF15), which comes before all coded data.
Size jpeg_size(const std::vector<uint8_t>& file) {
  const Header header(file, Order::kBigEndian);
  for (uint64_t at = 2; at < file.size();) {
    const uint64_t marker = header.number(at + 1, 1);
    const bool alone = marker == 0x00 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    const bool table = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    if (file[at] != 0xff || marker == 0xff) {
      ++at;  // padding
    } else if (alone) {
      at += 2;
    } else if (marker >= 0xc0 && marker <= 0xcf && !table) {
      return size_of(header.number(at + 7, 2), header.number(at + 5, 2));
    } else {
      at += 2 + std::max<uint64_t>(header.number(at + 2, 2), 2);
    }
  }
  return {};
}

Size webp_size(const std::vector<uint8_t>& file) {
  const Header header(file, Order::kLittleEndian);
  if (has(file, 12, "VP8X")) {
    return size_of(header.number(24, 3) + 1, header.number(27, 3) + 1);
  }
  constexpr uint64_t kSide = 0x3fff;  // 14 bits
  if (has(file, 12, "VP8L")) {
    const uint64_t bits = header.number(21, 4);
    return size_of((bits & kSide) + 1, (bits >> 14 & kSide) + 1);
  }
  return size_of(header.number(26, 2) & kSide, header.number(28, 2) & kSide);
}

// A negative height means rows from top to bottom.
Size bmp_size(const std::vector<uint8_t>& file) {
  const Header header(file, Order::kLittleEndian);
  constexpr uint64_t kOldHeader = 12;
  if (header.number(14, 4) == kOldHeader)
    return size_of(header.number(18, 2), header.number(20, 2));
  const auto side = [&](uint64_t at) {
    const auto value = static_cast<int32_t>(static_cast<uint32_t>(header.number(at, 4)));
    return static_cast<uint64_t>(std::abs(int64_t{value}));
  };
  return size_of(side(18), side(22));
}

// The value of an integer entry of a TIFF directory; values too long for the entry are stored
// elsewhere.
uint64_t tiff_value(const Header& header, uint64_t entry, bool big) {
  const uint64_t type = header.number(entry + 2, 2), inside = big ? 8 : 4;
  uint64_t bytes = 0;
  if (type == 1 || type == 6) bytes = 1;
  if (type == 3 || type == 8) bytes = 2;
  if (type == 4 || type == 9) bytes = 4;
  if (type == 16 || type == 17) bytes = 8;
  const uint64_t at = entry + (big ? 12 : 8);
  return header.number(bytes > inside ? header.number(at, inside) : at, bytes);
}

// The first page, which is the one that is decoded. The first of duplicate entries counts.
Size tiff_size(const std::vector<uint8_t>& file) {
  const Header header(file, has(file, 0, "II") ? Order::kLittleEndian : Order::kBigEndian);
  constexpr uint64_t kBigVersion = 43, kWidth = 256, kHeight = 257;
  const bool big = header.number(2, 2) == kBigVersion;
  const uint64_t folder = big ? header.number(8, 8) : header.number(4, 4);
  const uint64_t count = big ? header.number(folder, 8) : header.number(folder, 2);
  const uint64_t entry_size = big ? 20 : 12;
  uint64_t width = 0, height = 0, entry = folder + (big ? 8 : 2);
  for (uint64_t i = 0; i < count && entry < file.size(); ++i, entry += entry_size) {
    const uint64_t tag = header.number(entry, 2);
    if (tag == kWidth && width == 0) width = tiff_value(header, entry, big);
    if (tag == kHeight && height == 0) height = tiff_value(header, entry, big);
  }
  return size_of(width, height);
}

}  // namespace

std::optional<Size> size_in_header(const std::vector<uint8_t>& file) {
  Size size;
  if (has(file, 0, "\x89PNG")) size = png_size(file);
  if (has(file, 0, "\xff\xd8\xff")) size = jpeg_size(file);
  if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) size = webp_size(file);
  if (has(file, 0, "BM")) size = bmp_size(file);
  if (has(file, 0, "II") || has(file, 0, "MM")) size = tiff_size(file);
  const std::optional<PictureFormat> format = format_by_signature(file);
  if (format == PictureFormat::kHeif || format == PictureFormat::kAvif) {
    size = heif_size(file).value_or(Size());
  }
  if (format == PictureFormat::kGif) size = gif_size(file);
  if (format == PictureFormat::kJxl) size = JxlCodestream(file).size().value_or(Size());
  return size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
}

}  // namespace stylize
