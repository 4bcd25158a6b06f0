#include "boxes.h"

#include <algorithm>

namespace stylize {

// Length (4; 1: in 8 bytes after the type; 0: to the end), type (4).
void for_each_box(ByteSpan bytes, const std::function<bool(const Box&)>& see) {
  constexpr std::size_t kShortHead = 8, kLongHead = 16;
  while (bytes.size >= kShortHead) {
    uint64_t length = bytes.number(0, 4);
    std::size_t head = kShortHead;
    if (length == 1) {
      length = bytes.number(kShortHead, 8);
      head = kLongHead;
    } else if (length == 0) {
      length = bytes.size;
    }
    if (length < head) return;
    const auto there = static_cast<std::size_t>(std::min<uint64_t>(length, bytes.size));
    Box box;
    box.type = static_cast<uint32_t>(bytes.number(4, 4));
    box.whole = there == length;
    if (there >= head) box.content = {bytes.data + head, there - head};
    if (!see(box)) return;
    bytes = bytes.after(there);
  }
}

std::optional<Box> find_box(ByteSpan bytes, const char* name) {
  std::optional<Box> found;
  for_each_box(bytes, [&](const Box& box) {
    if (box.is(name)) found = box;
    return !found;
  });
  return found;
}

ByteSpan exif_in_item(ByteSpan item) {
  constexpr std::size_t kPlace = 4;
  return item.after(kPlace + static_cast<std::size_t>(item.number(0, kPlace)));
}

}  // namespace stylize
