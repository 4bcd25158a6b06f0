#include "shard_option.h"

#include <regex>

namespace stylize {

Shard parse_shard(const std::string& text) {
  const auto slash = text.find('/');
  return {std::stoi(text.substr(0, slash)), std::stoi(text.substr(slash + 1))};
}

CLI::Validator shard_validator() {
  const auto check = [](const std::string& text) {
    static const std::regex pattern("[0-9]{1,6}/[0-9]{1,6}");
    if (std::regex_match(text, pattern)) {
      const Shard shard = parse_shard(text);
      if (shard.number >= 1 && shard.number <= shard.count) return std::string();
    }
    return "\"" + text + "\" is not K/N with K from 1 to N";
  };
  return CLI::Validator(check, "", "shard");
}

}  // namespace stylize
