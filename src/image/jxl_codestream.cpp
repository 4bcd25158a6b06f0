#include "jxl_codestream.h"

#include "bit_reader.h"

namespace stylize {
namespace {

using Form = BitReader::Form;

int64_t side_of(BitReader& reader) {
  return reader.number(Form{1, 9}, Form{1, 13}, Form{1, 18}, Form{1, 30});
}

// Many sizes have one of these proportions, and only say their height.
int64_t width_of(int64_t height, uint32_t proportion) {
  constexpr int64_t kWidth[] = {1, 12, 4, 3, 16, 5, 2}, kHeight[] = {1, 10, 3, 2, 9, 4, 1};
  return height * kWidth[proportion - 1] / kHeight[proportion - 1];
}

}  // namespace

// A container's parts begin with their number (4), which libjxl expects to go up.
JxlCodestream::JxlCodestream(const std::vector<uint8_t>& file) {
  const ByteSpan all = {file.data(), file.size()};
  if (all.begins_with("\xff\x0a")) {
    bytes_ = all;
    return;
  }
  constexpr std::size_t kNumber = 4;
  int parts = 0;
  ByteSpan first;
  for_each_box(all, [&](const Box& box) {
    if (box.is("jxlc") && parts == 0) first = box.content;
    if (box.is("jxlp")) {
      const ByteSpan part = box.content.after(kNumber);
      if (parts == 0) first = part;
      if (parts == 1) joined_.assign(first.data, first.data + first.size);
      if (parts > 0) joined_.insert(joined_.end(), part.data, part.data + part.size);
      ++parts;
    }
    return !box.is("jxlc");
  });
  bytes_ = parts > 1 ? ByteSpan{joined_.data(), joined_.size()} : first;
}

// 18181-1, D.2: both sides, in units of 8 pixels if small.
std::optional<Size> JxlCodestream::size() const {
  constexpr std::size_t kSignature = 2;
  if (!bytes_.begins_with("\xff\x0a")) return std::nullopt;
  try {
    BitReader reader(bytes_.after(kSignature));
    const bool small = reader.flag();
    const auto side = [&] { return small ? 8 * (int64_t{reader.bits(5)} + 1) : side_of(reader); };
    Size size;
    size.height = side();
    const uint32_t proportion = reader.bits(3);
    size.width = proportion == 0 ? side() : width_of(size.height, proportion);
    return size;
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

}  // namespace stylize
