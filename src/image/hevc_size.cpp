#include "hevc_size.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "high_bits.h"
#include "larger_size.h"

namespace stylize {
namespace {

constexpr uint64_t kSequenceParameterSet = 33;
constexpr int64_t kMostSide = 1 << 30;    // so that pixels can be counted
constexpr std::size_t kMostBytes = 4096;  // of a unit, which are read; its begin says the size

// Without the 3 that follows two zeros, where the data had a byte of 0 to 3.
std::vector<uint8_t> without_escapes(ByteSpan unit) {
  std::vector<uint8_t> bytes;
  int zeros = 0;
  for (std::size_t i = 0; i < std::min(unit.size, kMostBytes); ++i) {
    const uint8_t byte = unit.data[i];
    if (zeros >= 2 && byte == 3) {
      zeros = 0;
      continue;
    }
    zeros = byte == 0 ? zeros + 1 : 0;
    bytes.push_back(byte);
  }
  return bytes;
}

// Profile, tier and level of the stream, and of its layers (7.3.3).
void skip_profiles(HighBits& bits, int layers) {
  constexpr int kProfile = 88, kLevel = 8, kMostLayers = 8;
  bits.skip(kProfile + kLevel);
  if (layers == 0) return;
  int bits_to_skip = 0;
  for (int layer = 0; layer < kMostLayers; ++layer) {
    const bool has_profile = bits.flag(), has_level = bits.flag();
    if (layer >= layers) continue;
    bits_to_skip += (has_profile ? kProfile : 0) + (has_level ? kLevel : 0);
  }
  bits.skip(bits_to_skip);
}

}  // namespace

Size hevc_unit_size(ByteSpan unit) {
  constexpr uint32_t kThreePlanes = 3;
  if (unit.size < 2 || (unit.number(0, 1) >> 1 & 63) != kSequenceParameterSet) return {};
  const std::vector<uint8_t> bytes = without_escapes(unit);
  HighBits bits({bytes.data(), bytes.size()});
  bits.skip(16 + 4);
  const auto layers = static_cast<int>(bits.read(3));
  bits.skip(1);
  skip_profiles(bits, layers);
  bits.variable();
  if (bits.variable() == kThreePlanes) bits.skip(1);
  const auto side = [&] { return std::min<int64_t>(bits.variable(), kMostSide); };
  const int64_t width = side();
  return {width, side()};
}

// 22 bytes, the number of arrays; each: its kind, the number of units; each: its length (2), data.
Size hevc_configured_size(ByteSpan configuration) {
  constexpr std::size_t kFixed = 22;
  Size size;
  const uint64_t arrays = configuration.number(kFixed, 1);
  std::size_t at = kFixed + 1;
  for (uint64_t i = 0; i < arrays; ++i) {
    const uint64_t units = configuration.number(at + 1, 2);
    at += 3;
    for (uint64_t k = 0; k < units && at < configuration.size; ++k) {
      const auto length = static_cast<std::size_t>(configuration.number(at, 2));
      const ByteSpan rest = configuration.after(at + 2);
      size = larger_size(size, hevc_unit_size({rest.data, std::min(length, rest.size)}));
      at += 2 + length;
    }
  }
  return size;
}

Size hevc_size(ByteSpan data) {
  Size size;
  while (data.size > 4) {
    const uint64_t length = data.number(0, 4);
    data = data.after(4);
    const auto there = static_cast<std::size_t>(std::min<uint64_t>(length, data.size));
    size = larger_size(size, hevc_unit_size({data.data, there}));
    data = data.after(there);
  }
  return size;
}

}  // namespace stylize
