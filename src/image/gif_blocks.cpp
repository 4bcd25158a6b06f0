#include "gif_blocks.h"

#include <cstring>

namespace stylize {
namespace {

constexpr std::size_t kHeader = 13;  // signature, size, flags, background, proportions
constexpr uint8_t kHasTable = 0x80;

std::size_t table_bytes(uint8_t flags) {
  return (flags & kHasTable) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

// Behind the parts that begin at `at`, each with its length before it, up to one of length zero;
// nullopt when the file ends before.
std::optional<std::size_t> behind_parts(const std::vector<uint8_t>& file, std::size_t at) {
  while (at < file.size()) {
    const std::size_t length = file[at];
    at += 1 + length;
    if (length == 0) return at;
  }
  return std::nullopt;
}

}  // namespace

bool is_gif(const std::vector<uint8_t>& file) {
  constexpr std::size_t kSignature = 6;
  return file.size() >= kSignature && (std::memcmp(file.data(), "GIF87a", kSignature) == 0 ||
                                       std::memcmp(file.data(), "GIF89a", kSignature) == 0);
}

Size gif_size(const std::vector<uint8_t>& file) {
  if (!is_gif(file) || file.size() < kHeader) return {};
  return {file[6] | int64_t{file[7]} << 8, file[8] | int64_t{file[9]} << 8};
}

int count_gif_frames(const std::vector<uint8_t>& file, int most) {
  constexpr uint8_t kExtension = 0x21, kFrame = 0x2c;
  constexpr std::size_t kFrameHead = 10, kFlags = 9, kCodeSize = 1, kExtensionHead = 2;
  if (file.size() < kHeader) return 0;
  int frames = 0;
  std::size_t at = kHeader + table_bytes(file[10]);
  while (frames < most && at < file.size()) {
    std::size_t data = at + kExtensionHead;
    if (file[at] == kFrame) {
      if (at + kFrameHead > file.size()) break;
      data = at + kFrameHead + table_bytes(file[at + kFlags]) + kCodeSize;
    } else if (file[at] != kExtension) {
      break;  // the end, or damage
    }
    const auto next = behind_parts(file, data);
    if (!next) break;
    if (file[at] == kFrame) ++frames;
    at = *next;
  }
  return frames;
}

}  // namespace stylize
