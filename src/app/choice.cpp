#include "choice.h"

#include <algorithm>

#include "lower_case.h"

namespace stylize {
namespace {

// a, b or c
std::string list_text(const std::vector<std::string>& words) {
  std::string text = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) {
    text += (i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

}  // namespace

CLI::Validator choice_validator(const std::vector<std::string>& words) {
  const auto check = [words](std::string& text) {
    const std::string word = lower_case(text);
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      return "\"" + text + "\" is not " + list_text(words);
    }
    text = word;
    return std::string();
  };
  return CLI::Validator(check, "", "choice");
}

}  // namespace stylize
