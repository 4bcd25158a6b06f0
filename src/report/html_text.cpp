#include "html_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "machine/visible_text.h"

namespace stylize {
std::string html_text(const std::string& bytes) {
  std::string text;
  for (const char character : bytes) {
    switch (character) {
      case '&':
        text += "&amp;";
        break;
      case '<':
        text += "&lt;";
        break;
      case '>':
        text += "&gt;";
        break;
      case '"':
        text += "&quot;";
        break;
      case '\'':
        text += "&#39;";
        break;
      default:
        text += character;
    }
  }
  return text;
}

std::string escaped(const std::string& bytes) {
  return html_text(visible_text(bytes));
}

std::string isolated(const std::string& bytes) {
  return "<bdi>" + escaped(bytes) + "</bdi>";
}

std::string short_number(double value) {
  if (!std::isfinite(value)) return "–";
  char text[32];
  const bool large = std::abs(value) >= 100 && std::abs(value) < 1e6;
  std::snprintf(text, sizeof text, large ? "%.0f" : "%.3g", value);
  return text;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 60) return short_number(seconds) + " s";
  const auto whole = static_cast<int64_t>(std::min(seconds, 1e12));
  char text[48];
  if (whole < 3600) {
    std::snprintf(text, sizeof text, "%d min %02d s", static_cast<int>(whole / 60),
                  static_cast<int>(whole % 60));
  } else {
    std::snprintf(text, sizeof text, "%lld h %02d min", static_cast<long long>(whole / 3600),
                  static_cast<int>(whole / 60 % 60));
  }
  return text;
}

std::string fact(const std::string& name, const std::string& value) {
  if (value.empty()) return "";
  return "<div><dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
}

}  // namespace stylize
