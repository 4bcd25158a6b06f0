#include "label_colour_text.h"

#include <cstdlib>

#include "machine/lower_case.h"

namespace stylize {
namespace {

bool is_hexadecimal(const std::string& digits) {
  return digits.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::optional<LabelColour> parse_label_colour(const std::string& text) {
  const std::string name = lower_case(text);
  if (name == "white") return LabelColour{255, 255, 255};
  if (name == "black") return LabelColour{0, 0, 0};
  const bool marked = !name.empty() && name.front() == '#';
  std::string digits = marked ? name.substr(1) : name;
  if (marked && digits.size() == 3) {
    digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  }
  if (digits.size() != 6 || !is_hexadecimal(digits)) return std::nullopt;
  const unsigned long value = std::strtoul(digits.c_str(), nullptr, 16);
  return LabelColour{static_cast<uint8_t>(value >> 16 & 255),
                     static_cast<uint8_t>(value >> 8 & 255), static_cast<uint8_t>(value & 255)};
}

}  // namespace stylize
