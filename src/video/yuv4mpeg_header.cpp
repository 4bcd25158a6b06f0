#include "video/yuv4mpeg_header.h"

#include <algorithm>
#include <cstring>
#include <sstream>

#include "video/clip_probe.h"

namespace stylize {
namespace {

constexpr uint64_t kLongestSide = 1'000'000;

// 0 where it is no side of a picture.
uint64_t side_of(const std::string& text) {
  uint64_t side = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return 0;
    side = side * 10 + static_cast<uint64_t>(digit - '0');
    if (side > kLongestSide) return 0;
  }
  return side;
}

bool begins_with(const std::string& text, const char* words) {
  return text.compare(0, std::strlen(words), words) == 0;
}

// Samples of a picture with these colours; 0: they are not known.
uint64_t samples(const std::string& colours, uint64_t width, uint64_t height) {
  const uint64_t luma = width * height, half = (width + 1) / 2;
  if (begins_with(colours, "mono")) return luma;
  if (begins_with(colours, "444alpha")) return 4 * luma;
  if (begins_with(colours, "444")) return 3 * luma;
  if (begins_with(colours, "422")) return luma + 2 * half * height;
  if (begins_with(colours, "420")) return luma + 2 * half * ((height + 1) / 2);
  if (begins_with(colours, "411")) return luma + 2 * ((width + 3) / 4) * height;
  return 0;
}

// 420p10, mono16: more than 8 bits take two bytes.
uint64_t bytes_of_sample(const std::string& colours) {
  static const char* const deep[] = {"p9", "p10", "p12", "p14", "p16"};
  const bool is_deep = std::any_of(std::begin(deep), std::end(deep), [&](const char* end) {
    const std::size_t length = std::strlen(end);
    return colours.size() == 3 + length && colours.compare(3, length, end) == 0;
  });
  return is_deep || (begins_with(colours, "mono") && colours.size() > 4) ? 2 : 1;
}

}  // namespace

Yuv4mpegHeader parse_yuv4mpeg_header(const std::string& line) {
  Yuv4mpegHeader header;
  std::string colours = "420";
  uint64_t width = 0, height = 0;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    const std::string value = word.substr(1);
    if (word.front() == 'W') width = side_of(value);
    if (word.front() == 'H') height = side_of(value);
    if (word.front() == 'C') colours = value;
    const Ratio rate = word.front() == 'F' ? parse_ratio(value) : Ratio{0, 1};
    if (rate.numerator > 0) header.rate = rate;
  }
  header.frame_bytes = samples(colours, width, height) * bytes_of_sample(colours);
  return header;
}

void Yuv4mpegFrames::add(const char* bytes, std::size_t size) {
  if (frame_bytes_ == 0) return;
  for (std::size_t i = 0; i < size;) {
    if (left_ > 0) {
      const uint64_t taken = std::min<uint64_t>(left_, size - i);
      left_ -= taken;
      i += static_cast<std::size_t>(taken);
      continue;
    }
    in_line_ = bytes[i++] != '\n';
    if (!in_line_) left_ = frame_bytes_;
  }
}

}  // namespace stylize
