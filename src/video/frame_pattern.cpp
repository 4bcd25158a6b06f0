#include "video/frame_pattern.h"

#include <cctype>

namespace stylize {

std::optional<FramePattern> FramePattern::parse(const std::string& text) {
  FramePattern pattern;
  pattern.text_ = text;
  const std::size_t slash = text.rfind('/');
  const std::size_t first = slash == std::string::npos ? 0 : slash + 1;
  pattern.before_ = text.substr(0, first);
  bool found = false;
  for (std::size_t i = first; i < text.size(); ++i) {
    std::string& part = found ? pattern.after_ : pattern.before_;
    if (text[i] != '%') {
      part += text[i];
      continue;
    }
    if (text.compare(i, 2, "%%") == 0) {
      part += '%';
      ++i;
      continue;
    }
    int digits = 0;
    std::size_t end = i + 1;
    if (text.compare(end, 1, "0") == 0 && end + 1 < text.size() &&
        std::isdigit(static_cast<unsigned char>(text[end + 1])) != 0) {
      digits = text[end + 1] - '0';
      end += 2;
    }
    if (found || text.compare(end, 1, "d") != 0 || (end > i + 1 && digits == 0)) {
      return std::nullopt;
    }
    found = true;
    pattern.digits_ = digits;
    i = end;
  }
  if (!found) return std::nullopt;
  return pattern;
}

std::filesystem::path FramePattern::name(int64_t number) const {
  std::string digits = std::to_string(number);
  const auto width = static_cast<std::size_t>(digits_);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return before_ + digits + after_;
}

}  // namespace stylize
