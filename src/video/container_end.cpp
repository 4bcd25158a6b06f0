#include "video/container_end.h"

#include <algorithm>
#include <fstream>

namespace stylize {
namespace {

constexpr std::size_t kBegin = 12;

// Four bytes of it, the lowest first.
uint64_t number_at(const std::string& bytes, std::size_t place) {
  uint64_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number |= uint64_t{static_cast<unsigned char>(bytes[place + i])} << (8 * i);
  }
  return number;
}

}  // namespace

std::string missing_bytes(const std::string& begin, char last, uint64_t size) {
  if (begin.size() < kBegin) return {};
  if (begin.compare(0, 4, "RIFF") == 0 && begin.compare(8, 4, "AVI ") == 0) {
    constexpr uint64_t kUnknown = 0xffffffff;  // from a program that could not go back
    const uint64_t said = number_at(begin, 4);
    if (said != kUnknown && said + 8 > size) {
      return "it has " + std::to_string(size) + " bytes of " + std::to_string(said + 8);
    }
  }
  if (begin.compare(0, 4, "GIF8") == 0 && last != ';') return "the end of the animation is missing";
  return {};
}

std::string missing_bytes(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string begin(kBegin, '\0'), end(512, '\0');
  if (!stream.read(begin.data(), kBegin)) return {};
  stream.seekg(0, std::ios::end);
  const auto size = static_cast<std::streamoff>(stream.tellg());
  if (size < 0) return {};
  const auto length = std::min(size, static_cast<std::streamoff>(end.size()));
  stream.seekg(size - length);
  if (!stream.read(end.data(), length)) return {};
  end.resize(static_cast<std::size_t>(length));
  const std::size_t last = end.find_last_not_of('\0');
  return missing_bytes(begin, last == std::string::npos ? '\0' : end[last],
                       static_cast<uint64_t>(size));
}

}  // namespace stylize
