#include "xmp_check.h"

#include <cstddef>

namespace stylize {
namespace {

// The end of the tag that begins before `at`; npos: there is none. Attributes may contain ">".
std::size_t end_of_tag(const std::string& packet, std::size_t at) {
  char quote = '\0';
  for (; at < packet.size(); ++at) {
    const char c = packet[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at;
    }
  }
  return std::string::npos;
}

}  // namespace

bool is_harmless_xmp(const std::string& packet) {
  constexpr int kDeepest = 64;
  if (packet.find('\0') != std::string::npos) return false;  // UTF-16 and UTF-32 too
  int depth = 0;
  for (std::size_t at = packet.find('<'); at != std::string::npos; at = packet.find('<', at)) {
    const bool is_instruction = packet.compare(at, 2, "<?") == 0;
    const bool is_comment = packet.compare(at, 4, "<!--") == 0;
    if (!is_comment && packet.compare(at, 2, "<!") == 0) return false;
    const std::size_t end = is_instruction ? packet.find("?>", at)
                            : is_comment   ? packet.find("-->", at)
                                           : end_of_tag(packet, at + 1);
    if (end == std::string::npos) return false;
    if (!is_instruction && !is_comment) {
      if (packet.compare(at, 2, "</") == 0) {
        --depth;
      } else if (packet[end - 1] != '/') {
        ++depth;
      }
    }
    if (depth > kDeepest) return false;
    at = end;
  }
  return true;
}

}  // namespace stylize
