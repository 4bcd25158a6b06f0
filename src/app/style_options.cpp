#include "style_options.h"

#include <algorithm>
#include <regex>

#include "lower_case.h"
#include "number_text.h"
#include "number_validator.h"

namespace stylize {
namespace {

constexpr const char* kEqual = "equal";

}  // namespace

CLI::Validator blend_validator() {
  const CLI::Validator number = number_validator(0, 1e9);
  const auto check = [number](std::string& text) {
    if (lower_case(text) != kEqual) return number(text);
    text = kEqual;
    return std::string();
  };
  return CLI::Validator(check, "", "blend");
}

std::vector<double> parse_blend(const std::vector<std::string>& texts) {
  std::vector<double> weights;
  if (texts.size() == 1 && texts.front() == kEqual) return weights;
  for (const std::string& text : texts) {
    if (text == kEqual) throw CLI::ValidationError("--style-blend", "give weights or equal");
    weights.push_back(parse_number(text).value());
  }
  return weights;
}

CLI::Validator blocks_validator() {
  const auto check = [](const std::string& text) {
    static const std::regex pattern("[1-5](-[1-5])?");
    if (std::regex_match(text, pattern) && text.front() <= text.back()) return std::string();
    return "\"" + text + "\" is not a block from 1 to 5, or a range of them like 1-3";
  };
  return CLI::Validator(check, "", "blocks");
}

std::vector<BlockRange> parse_blocks(const std::vector<std::string>& texts) {
  std::vector<BlockRange> ranges;
  for (const std::string& text : texts) ranges.push_back({text.front() - '0', text.back() - '0'});
  return ranges;
}

}  // namespace stylize
