#include "video/ppm_stream.h"

#include <ATen/ATen.h>

#include "stylize/error.h"

namespace stylize {
namespace {

[[noreturn]] void fail(const std::string& name) {
  throw Error(ErrorKind::kInput, name + ": its frames cannot be read; the file ends early");
}

}  // namespace

bool PpmStream::fill(uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const std::size_t count = read_(bytes, size);
    ended_ = count == 0;
    if (ended_) return false;
    bytes += count;
    size -= count;
  }
  return true;
}

bool PpmStream::read_byte(char& byte) {
  uint8_t value = 0;
  if (!fill(&value, 1)) return false;
  byte = static_cast<char>(value);
  return true;
}

// A number and the one character of white space after it.
int64_t PpmStream::read_number(const std::string& name) {
  constexpr int64_t kMost = 1'000'000;
  int64_t number = 0;
  bool any = false;
  for (char byte = 0;;) {
    if (!read_byte(byte)) fail(name);
    if (byte >= '0' && byte <= '9') {
      number = number * 10 + (byte - '0');
      any = true;
      if (number > kMost) fail(name);
    } else if (any && (byte == ' ' || byte == '\n')) {
      return number;
    } else {
      fail(name);
    }
  }
}

std::optional<Image> PpmStream::next(const std::string& name, int64_t max_pixels) {
  char first = 0, second = 0, third = 0;
  if (!read_byte(first)) return std::nullopt;
  if (!read_byte(second) || !read_byte(third)) fail(name);
  if (first != 'P' || second != '6' || third != '\n') fail(name);
  const int64_t width = read_number(name), height = read_number(name), levels = read_number(name);
  if (width < 1 || height < 1 || levels != 255) fail(name);
  if (width * height > max_pixels) {
    throw Error(ErrorKind::kInput, name + ": its frames are " + std::to_string(width) + "x" +
                                       std::to_string(height) + " pixels, more than " +
                                       setting_name("max-pixels") + " " +
                                       std::to_string(max_pixels));
  }
  bytes_.resize(static_cast<std::size_t>(3 * width * height));
  if (!fill(bytes_.data(), bytes_.size())) fail(name);
  const at::Tensor pixels = at::from_blob(bytes_.data(), {1, height, width, 3}, at::kByte);
  return Image{pixels.permute({0, 3, 1, 2}).to(at::kFloat).contiguous().div_(255), {}};
}

}  // namespace stylize
