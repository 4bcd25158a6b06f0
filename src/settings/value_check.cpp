#include "settings/value_check.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "machine/lower_case.h"
#include "settings/value_text.h"

namespace stylize {
namespace {

constexpr double kMostMemory = 0x1p62;

template <typename Number>
std::string range_text(Number lowest, Number highest) {
  std::ostringstream stream;
  stream.precision(15);
  stream << lowest << " to " << highest;
  return stream.str();
}

// 1024 for "k", "kb" and "kib"; 0: no unit.
double unit_of(const std::string& unit) {
  if (unit.empty() || unit == "b") return 1;
  const std::string rest = unit.substr(1);
  if (rest != "" && rest != "b" && rest != "ib") return 0;
  switch (unit.front()) {
    case 'k':
      return 0x1p10;
    case 'm':
      return 0x1p20;
    case 'g':
      return 0x1p30;
    case 't':
      return 0x1p40;
    default:
      return 0;
  }
}

// a, b or c
std::string list_text(const std::vector<std::string>& words) {
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

}  // namespace

ValueCheck number_check(double lowest, double highest) {
  const std::string range = range_text(lowest, highest);
  const auto problem = [=](const std::string& text) {
    const auto value = parse_number(text);
    if (value && *value >= lowest && *value <= highest) return std::string();
    return "\"" + text + "\" is not a number from " + range;
  };
  return {problem, range};
}

ValueCheck whole_number_check(uint64_t lowest, uint64_t highest) {
  const std::string range = range_text(lowest, highest);
  const auto problem = [=](std::string& text) {
    const auto value = parse_whole_number(text);
    if (!value || *value < lowest || *value > highest) {
      return "\"" + text + "\" is not a whole number from " + range;
    }
    text = std::to_string(*value);
    return std::string();
  };
  return {problem, range};
}

ValueCheck memory_check() {
  return {[](std::string& text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parse_number(text.substr(0, digits));
    const double bytes = std::floor(number.value_or(0) * unit_of(lower_case(text.substr(digits))));
    if (bytes < 1 || bytes > kMostMemory) {
      return "\"" + text + "\" is no amount of memory; write it as 500M, 1.5G or in bytes";
    }
    text = std::to_string(static_cast<uint64_t>(bytes));
    return std::string();
  }};
}

ValueCheck choice_check(const std::vector<std::string>& words) {
  return {[words](std::string& text) {
    const std::string word = lower_case(text);
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      return "\"" + text + "\" is not " + list_text(words);
    }
    text = word;
    return std::string();
  }};
}

ValueCheck picture_name_check() {
  return {[](const std::string& name) {
    const std::string extension = lower_case(std::filesystem::path(name).extension().string());
    if (extension == ".png" || extension == ".jpg" || extension == ".jpeg") return std::string();
    return name + " does not end in .png or .jpg";
  }};
}

}  // namespace stylize
