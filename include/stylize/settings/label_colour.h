#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace stylize {

/// The colour that a mask gives to a label, in sRGB with 8 bits a channel.
struct LabelColour {
  uint8_t red = 0, green = 0, blue = 0;
};

/// Whether two colours, of different masks, mean the same label: no channel differs by more than 24
/// levels. Masks are saved by different programs, some as JPEG. Labels of one mask are at least
/// twice as far apart.
inline bool same_label(const LabelColour& a, const LabelColour& b) {
  constexpr int kTolerance = 24;
  return std::abs(a.red - b.red) <= kTolerance && std::abs(a.green - b.green) <= kTolerance &&
         std::abs(a.blue - b.blue) <= kTolerance;
}

/// The colour in hexadecimal digits: "#ff0000".
inline std::string text_of(const LabelColour& colour) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const uint8_t channel : {colour.red, colour.green, colour.blue}) {
    text += {kDigits[channel / 16], kDigits[channel % 16]};
  }
  return text;
}

}  // namespace stylize
