#include "machine/visible_text.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace stylize {
namespace {

// A character of a text; `size` is 0 if the bytes are not UTF-8.
struct Character {
  uint32_t code = 0;
  std::size_t size = 0;
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u;
}

// UTF-8 as in RFC 3629: no surrogates, no overlong encodings.
Character character_at(const std::string& text, std::size_t position) {
  const auto first = static_cast<unsigned char>(text[position]);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || position + size > text.size()) return {};
  uint32_t code = first & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const char next = text[position + i];
    if (!is_continuation(next)) return {};
    code = code << 6 | (static_cast<unsigned char>(next) & 0x3fu);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kLeast[size] || code > 0x10ffff || is_surrogate) return {};
  return {code, size};
}

bool is_invisible(uint32_t code) {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;  // controls: C0, DEL, C1
  const bool turns = code == 0x61c || code == 0x200e || code == 0x200f ||
                     (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return turns || code == 0x2028 || code == 0x2029 || code == 0xfeff;
}

std::string escape(const char* form, unsigned number) {
  char text[16];
  std::snprintf(text, sizeof text, form, number);
  return text;
}

std::string byte_escape(char byte) {
  return escape("\\x%02x", static_cast<unsigned char>(byte));
}

std::string visible(const Character& character) {
  switch (character.code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return escape(character.code < 0x80 ? "\\x%02x" : "\\u%04x", character.code);
  }
}

// Calls part(character, its bytes) for each character, and with size 0 for each byte that is not
// part of one.
template <typename Part>
void for_each_character(const std::string& text, const Part& part) {
  for (std::size_t position = 0; position < text.size();) {
    const Character character = character_at(text, position);
    const std::size_t size = character.size == 0 ? 1 : character.size;
    part(character, text.substr(position, size));
    position += size;
  }
}

}  // namespace

std::string visible_text(const std::string& bytes) {
  std::string text;
  for_each_character(bytes, [&](const Character& character, const std::string& part) {
    if (character.size == 0) {
      text += byte_escape(part.front());
    } else if (is_invisible(character.code)) {
      text += visible(character);
    } else {
      text += character.code == '\\' ? "\\\\" : part;
    }
  });
  return text;
}

std::string utf8_text(const std::string& bytes) {
  std::string text;
  for_each_character(bytes, [&](const Character& character, const std::string& part) {
    if (character.size == 0) {
      text += byte_escape(part.front());
    } else {
      text += character.code == '\\' ? "\\\\" : part;
    }
  });
  return text;
}

std::string bytes_of_utf8_text(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size();
    if (escaped && text[i + 1] == 'x' && i + 3 < text.size()) {
      bytes += static_cast<char>(std::strtoul(text.substr(i + 2, 2).c_str(), nullptr, 16));
      i += 3;
    } else {
      bytes += text[escaped ? ++i : i];
    }
  }
  return bytes;
}

std::string visible_json(const std::string& json) {
  std::string text;
  for_each_character(json, [&](const Character& character, const std::string& part) {
    // In strings, JSON already escapes everything below U+0020; outside, that is white space.
    const bool escaped = character.code >= 0x7f && is_invisible(character.code);
    text += escaped ? escape("\\u%04x", character.code) : part;
  });
  return text;
}

std::size_t columns_of(const std::string& text) {
  std::size_t columns = 0;
  for (const char byte : text) columns += is_continuation(byte) ? 0 : 1;
  return columns;
}

}  // namespace stylize
