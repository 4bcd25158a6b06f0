#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "boxes.h"

namespace stylize {

/// Reads JPEG XL's fields: bits from the lowest of each byte on. Throws std::runtime_error beyond
/// the end.
class BitReader {
 public:
  explicit BitReader(ByteSpan bytes) : bytes_(bytes) {}

  /// At most 32.
  uint32_t bits(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      if (at_ / 8 >= bytes_.size) throw std::runtime_error("it ends too early");
      value |= static_cast<uint32_t>(bytes_.data[at_ / 8] >> at_ % 8 & 1) << i;
    }
    return value;
  }

  bool flag() { return bits(1) != 0; }

  /// One of four forms of a number: an offset, and how many bits are added to it.
  struct Form {
    uint32_t offset;
    int bits;
  };

  uint32_t number(const Form& a, const Form& b, const Form& c, const Form& d) {
    const Form* forms[] = {&a, &b, &c, &d};
    const Form& form = *forms[bits(2)];
    return form.offset + bits(form.bits);
  }

  /// A number of up to 64 bits.
  uint64_t long_number() {
    switch (bits(2)) {
      case 0:
        return 0;
      case 1:
        return 1 + bits(4);
      case 2:
        return 17 + bits(8);
      default:
        break;
    }
    constexpr int kLast = 60;
    uint64_t value = bits(12);
    for (int shift = 12; flag(); shift += 8) {
      if (shift == kLast) return value | uint64_t{bits(4)} << shift;
      value |= uint64_t{bits(8)} << shift;
    }
    return value;
  }

  void skip(uint64_t count) {
    if (count > uint64_t{8} * bytes_.size - at_) throw std::runtime_error("it ends too early");
    at_ += static_cast<std::size_t>(count);
  }

  void align() { at_ = (at_ + 7) / 8 * 8; }

  /// Bytes read, after align().
  std::size_t bytes_read() const { return at_ / 8; }

  std::size_t bits_left() const { return 8 * bytes_.size - at_; }

 private:
  ByteSpan bytes_;
  std::size_t at_ = 0;  // in bits
};

}  // namespace stylize
