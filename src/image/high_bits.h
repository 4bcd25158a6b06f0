#pragma once

#include <cstddef>
#include <cstdint>

#include "boxes.h"

namespace stylize {

/// Reads the fields of AV1 and HEVC: bits from the highest of each byte on; zeros beyond the end.
class HighBits {
 public:
  explicit HighBits(ByteSpan bytes) : bytes_(bytes) {}

  /// At most 32.
  uint32_t read(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i, ++at_) {
      const bool there = at_ / 8 < bytes_.size;
      value = value << 1 | (there ? bytes_.data[at_ / 8] >> (7 - at_ % 8) & 1u : 0u);
    }
    return value;
  }

  bool flag() { return read(1) != 0; }

  void skip(int count) { at_ += static_cast<std::size_t>(count); }

  /// A number with as many zeros before it as bits follow its first one, which is 1 (Exp-Golomb
  /// code of order 0, HEVC's ue(v)); less than 2^32 - 1.
  uint32_t variable() {
    int zeros = 0;
    while (zeros < 32 && !flag()) ++zeros;
    const uint64_t value = (uint64_t{1} << zeros) + read(zeros) - 1;
    return static_cast<uint32_t>(value);
  }

 private:
  ByteSpan bytes_;
  std::size_t at_ = 0;
};

}  // namespace stylize
