#include "number_validator.h"

#include <cmath>
#include <sstream>
#include <string>

#include "lower_case.h"
#include "number_text.h"

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

}  // namespace

CLI::Validator number_validator(double lowest, double highest) {
  const std::string range = range_text(lowest, highest);
  const auto check = [=](const std::string& text) {
    const auto value = parse_number(text);
    if (value && *value >= lowest && *value <= highest) return std::string();
    return "\"" + text + "\" is not a number from " + range;
  };
  return CLI::Validator(check, range, "number");
}

CLI::Validator whole_number_validator(uint64_t lowest, uint64_t highest) {
  const std::string range = range_text(lowest, highest);
  const auto check = [=](std::string& text) {
    const auto value = parse_whole_number(text);
    if (!value || *value < lowest || *value > highest) {
      return "\"" + text + "\" is not a whole number from " + range;
    }
    text = std::to_string(*value);
    return std::string();
  };
  return CLI::Validator(check, range, "whole number");
}

CLI::Validator size_validator() {
  const auto check = [](std::string& text) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parse_number(text.substr(0, digits));
    const double bytes = std::floor(number.value_or(0) * unit_of(lower_case(text.substr(digits))));
    if (bytes < 1 || bytes > kMostMemory) {
      return "\"" + text + "\" is no amount of memory; write it as 500M, 1.5G or in bytes";
    }
    text = std::to_string(static_cast<uint64_t>(bytes));
    return std::string();
  };
  return CLI::Validator(check, "", "size");
}

}  // namespace stylize
