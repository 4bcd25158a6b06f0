#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>

namespace stylize {

/// Bytes of a file, which must outlive it.
struct ByteSpan {
  const uint8_t* data = nullptr;
  std::size_t size = 0;

  /// Big-endian; 0 beyond the end.
  uint64_t number(std::size_t at, std::size_t bytes) const {
    if (at > size || bytes > size - at) return 0;
    uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | data[at + i];
    return value;
  }

  /// The rest; empty beyond the end.
  ByteSpan after(std::size_t count) const {
    return count < size ? ByteSpan{data + count, size - count} : ByteSpan{};
  }

  bool begins_with(const char* text) const {
    const std::size_t length = std::strlen(text);
    return size >= length && std::memcmp(data, text, length) == 0;
  }
};

/// A box of the ISO base media file format (ISO/IEC 14496-12), as HEIC, AVIF and JPEG XL files are
/// made of.
struct Box {
  uint32_t type = 0;
  ByteSpan content;   ///< without length and type; what of it is there
  bool whole = true;  ///< false: the bytes end before the box does

  /// `name` has four characters.
  bool is(const char* name) const {
    return type == ByteSpan{reinterpret_cast<const uint8_t*>(name), 4}.number(0, 4);
  }
};

/// The content of an item or box Exif from its TIFF header on: it begins with the header's place
/// after these four bytes.
ByteSpan exif_in_item(ByteSpan item);

/// Calls see(box) for each box of a sequence, until that returns false or the bytes end.
void for_each_box(ByteSpan bytes, const std::function<bool(const Box&)>& see);

/// The first box of that type.
std::optional<Box> find_box(ByteSpan bytes, const char* name);

}  // namespace stylize
