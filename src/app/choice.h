#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

namespace stylize {

/// For Option::transform(): accepts one of the words, in any letter case.
CLI::Validator choice_validator(const std::vector<std::string>& words);

/// Adds an option that is one of these words and sets `value` to what it stands for.
template <typename Value>
CLI::Option* add_choice(CLI::App& app, const std::string& names, Value& value,
                        const std::vector<std::pair<std::string, Value>>& choices,
                        const std::string& description) {
  std::vector<std::string> words;
  std::string standard;
  for (const auto& [word, meaning] : choices) {
    words.push_back(word);
    if (meaning == value) standard = word;
  }
  const auto set = [&value, choices](const std::string& chosen) {
    for (const auto& [word, meaning] : choices) {
      if (word == chosen) value = meaning;
    }
  };
  return app.add_option_function<std::string>(names, set, description)
      ->transform(choice_validator(words))
      ->default_str(standard);
}

}  // namespace stylize
