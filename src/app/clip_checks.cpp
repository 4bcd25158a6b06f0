#include "clip_checks.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <sstream>

#include "settings/value_text.h"

namespace stylize {
namespace {

std::string in_quotes(const std::string& text) {
  return "\"" + text + "\"";
}

std::optional<double> seconds_of(const std::string& text) {
  constexpr double kMost = 1e6;
  std::istringstream parts(text);
  double seconds = 0;
  int count = 0;
  for (std::string part; std::getline(parts, part, ':'); ++count) {
    const std::optional<double> number = parse_number(part);
    if (!number || !(*number >= 0) || (count > 0 && *number >= 60)) return std::nullopt;
    seconds = seconds * 60 + *number;
  }
  if (count < 1 || count > 3 || text.back() == ':' || !(seconds <= kMost)) return std::nullopt;
  return seconds;
}

// 23.976 is a thousandth of 23976.
std::optional<std::string> rate_of(const std::string& text) {
  constexpr double kMost = 1000;
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto above = parse_whole_number(text.substr(0, slash));
    const auto below = parse_whole_number(text.substr(slash + 1));
    constexpr uint64_t kLargest = 1'000'000'000;
    if (!above || !below || *above == 0 || *below == 0 || *above > kLargest || *below > kLargest) {
      return std::nullopt;
    }
    if (static_cast<double>(*above) / static_cast<double>(*below) > kMost) return std::nullopt;
    return std::to_string(*above) + "/" + std::to_string(*below);
  }
  const std::optional<double> rate = parse_number(text);
  if (!rate || !(*rate >= 0.001) || *rate > kMost) return std::nullopt;
  const int64_t thousandths = std::llround(*rate * 1000);
  if (thousandths % 1000 == 0) return std::to_string(thousandths / 1000);
  return std::to_string(thousandths) + "/1000";
}

}  // namespace

ValueCheck time_check() {
  return {[](std::string& text) {
            const std::optional<double> seconds = seconds_of(text);
            if (!seconds) return in_quotes(text) + " is no time such as 90, 1:30 or 0:01:30.5";
            text = number_text(*seconds);
            return std::string();
          },
          {}};
}

ValueCheck frame_rate_check() {
  return {[](std::string& text) {
            const std::optional<std::string> rate = rate_of(text);
            if (!rate) return in_quotes(text) + " is no frame rate such as 25 or 30000/1001";
            text = *rate;
            return std::string();
          },
          {}};
}

ValueCheck codec_check() {
  return {[](std::string& text) {
            const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char letter) {
              return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
            });
            const bool name = plain && !text.empty() && text.front() != '-';
            return name ? std::string() : in_quotes(text) + " is no name of an encoder";
          },
          {}};
}

}  // namespace stylize
