#include "machine/bounded_json.h"

#include <stdexcept>

namespace stylize {
namespace {

// Where the string that begins at `quote` ends; the end of the text if it is unterminated.
std::size_t end_of_string(const std::string& text, std::size_t quote) {
  std::size_t i = quote + 1;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  return i;
}

}  // namespace

void check_json_limits(const std::string& text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    throw std::invalid_argument("is longer than " + std::to_string(limits.bytes) + " bytes");
  }
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char character = text[i];
    if (character == '"') i = end_of_string(text, i);
    if (character == ']' || character == '}') --depth;
    if (character == '[' || character == '{') ++depth;
    if (depth > limits.depth) {
      throw std::invalid_argument("is nested more than " + std::to_string(limits.depth) + " deep");
    }
  }
}

}  // namespace stylize
