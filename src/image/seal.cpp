#include "seal.h"

#include <algorithm>
#include <cctype>

#include "machine/sha256.h"
#include "png_chunks.h"

namespace stylize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr std::size_t kDigits = 64;
const std::string kMark = "stylize-seal-";

// The digits of the first seal; end() if there is none.
Bytes::iterator digits_of(Bytes& file) {
  for (auto from = file.begin();;) {
    const auto mark = std::search(from, file.end(), kMark.begin(), kMark.end());
    if (static_cast<std::size_t>(file.end() - mark) < kMark.size() + kDigits) return file.end();
    const auto digits = mark + static_cast<std::ptrdiff_t>(kMark.size());
    const bool all = std::all_of(digits, digits + kDigits, [](uint8_t c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
    if (all) return digits;
    from = digits;
  }
}

// Writes the digits, and the checksum of the PNG chunk that contains them. False if that was wrong
// before.
bool set_digits(Bytes& file, Bytes::iterator digits, const std::string& text) {
  const uint8_t* first = &*digits;
  const uint8_t* chunk_data = nullptr;
  std::size_t length = 0;
  bool right = true;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    if (first < chunk.data || first >= chunk.data + chunk.length) return;
    chunk_data = chunk.data;
    length = chunk.length;
    right = chunk.right;
  });
  std::copy(text.begin(), text.end(), digits);
  if (!chunk_data) return true;
  uint32_t checksum = png_checksum(chunk_data, length);
  const auto end = file.begin() + (chunk_data - file.data()) + static_cast<std::ptrdiff_t>(length);
  for (int i = 3; i >= 0; --i, checksum >>= 8) end[i] = static_cast<uint8_t>(checksum & 255);
  return right;
}

}  // namespace

std::string open_seal() {
  return kMark + std::string(kDigits, '0');
}

bool close_seal(Bytes& file) {
  const auto digits = digits_of(file);
  if (digits == file.end()) return false;
  if (std::any_of(digits, digits + kDigits, [](uint8_t c) { return c != '0'; })) return false;
  return set_digits(file, digits, sha256_hex(file.data(), file.size()));
}

bool seal_is_whole(Bytes file) {
  const auto digits = digits_of(file);
  if (digits == file.end()) return false;
  const std::string sealed(digits, digits + kDigits);
  return set_digits(file, digits, std::string(kDigits, '0')) &&
         sha256_hex(file.data(), file.size()) == sealed;
}

}  // namespace stylize
