#include "av1_size.h"

#include <algorithm>

#include "high_bits.h"
#include "larger_size.h"

namespace stylize {
namespace {

// Lengths of fields that operating points have; 0: they have none.
int skip_timing(HighBits& bits) {
  if (!bits.flag()) return 0;
  bits.read(32);
  bits.read(32);
  if (bits.flag()) bits.variable();
  if (!bits.flag()) return 0;
  const auto length = static_cast<int>(bits.read(5)) + 1;
  bits.read(32);
  bits.read(10);
  return length;
}

void skip_operating_points(HighBits& bits, int delay_length) {
  constexpr uint32_t kHasTier = 7;  // levels above this one
  const bool has_display_delay = bits.flag();
  const uint32_t last = bits.read(5);
  for (uint32_t i = 0; i <= last; ++i) {
    bits.read(12);
    if (bits.read(5) > kHasTier) bits.flag();
    if (delay_length > 0 && bits.flag()) {
      bits.read(delay_length);
      bits.read(delay_length);
      bits.flag();
    }
    if (has_display_delay && bits.flag()) bits.read(4);
  }
}

Size size_in_sequence_header(ByteSpan header) {
  HighBits bits(header);
  bits.read(4);  // profile, still picture
  const bool reduced = bits.flag();
  if (reduced) {
    bits.read(5);
  } else {
    const int delay_length = skip_timing(bits);
    skip_operating_points(bits, delay_length);
  }
  const auto width_bits = static_cast<int>(bits.read(4)) + 1;
  const auto height_bits = static_cast<int>(bits.read(4)) + 1;
  const int64_t width = int64_t{bits.read(width_bits)} + 1;
  return {width, int64_t{bits.read(height_bits)} + 1};
}

}  // namespace

// Units: type and flags (1), perhaps more of them (1), perhaps the length (seven bits a byte),
// data.
Size av1_size(ByteSpan data) {
  constexpr uint64_t kSequenceHeader = 1;
  Size size;
  while (data.size > 0) {
    const uint64_t head = data.number(0, 1);
    data = data.after((head & 4) != 0 ? 2 : 1);
    uint64_t length = data.size;
    if ((head & 2) != 0) {
      length = 0;
      for (int shift = 0; shift < 56 && data.size > 0; shift += 7) {
        const uint64_t byte = data.number(0, 1);
        length |= (byte & 0x7f) << shift;
        data = data.after(1);
        if ((byte & 0x80) == 0) break;
      }
    }
    const auto there = static_cast<std::size_t>(std::min<uint64_t>(length, data.size));
    if ((head >> 3 & 15) == kSequenceHeader) {
      const Size found = size_in_sequence_header({data.data, there});
      size = larger_size(size, found);
    }
    data = data.after(there);
  }
  return size;
}

}  // namespace stylize
