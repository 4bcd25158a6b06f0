#include "config_settings.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <system_error>

#include "machine/file_bytes.h"
#include "stylize/error.h"
#include "usage.h"

namespace stylize {
namespace {

constexpr std::size_t kLongest = 1 << 20;  // bytes of a configuration file

//  For CLI11 a flag has 0 values.
bool takes_list(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

bool is_flag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

bool was_given(const CLI::Option& option) {
  const auto given = [](const CLI::Option* each) { return each->count() > 0; };
  const auto& excluded = option.get_excludes();
  return option.count() > 0 || std::any_of(excluded.begin(), excluded.end(), given);
}

// Finds the options for settings, and reports settings without one.
class Settings {
 public:
  Settings(const CLI::App& app, std::string name) : app_(app), name_(std::move(name)) {}

  [[noreturn]] void fail(const ConfigLine& line, const std::string& message) const {
    throw Error(ErrorKind::kOption,
                name_ + ":" + std::to_string(line.line) + ": " + line.key + ": " + message);
  }

  const CLI::Option& option(const ConfigLine& line) {
    const CLI::Option* option = option_called(app_, line.key);
    if (!option) fail(line, "no such setting" + suggestion(app_, line.key, ""));
    if (!option->get_configurable()) fail(line, "stands on the command line only");
    const auto [earlier, is_new] = lines_.emplace(option, line.line);
    if (!is_new) fail(line, "is there already, in line " + std::to_string(earlier->second));
    if (line.values.size() > 1 && !takes_list(*option)) fail(line, "takes one value and no list");
    return *option;
  }

 private:
  const CLI::App& app_;
  std::string name_;
  std::map<const CLI::Option*, std::size_t> lines_;
};

// Drops the name from "--size: "x" is not ...": the line in the file already names it.
std::string without_name(const std::string& message, const CLI::Option& option) {
  for (const std::string& name : option.get_lnames()) {
    const std::string start = "--" + name + ": ";
    if (message.compare(0, start.size(), start) == 0) return message.substr(start.size());
  }
  return message;
}

// A word such as "paper" may have been replaced by several values in one text.
std::vector<std::string> parted(const std::vector<std::string>& texts, char delimiter) {
  if (delimiter == '\0') return texts;
  std::vector<std::string> values;
  for (const std::string& text : texts) {
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, delimiter);) values.push_back(part);
  }
  return values;
}

std::vector<std::string> values_of(const CLI::Option& option) {
  if (option.count() > 0) return parted(option.reduced_results(), option.get_delimiter());
  const std::string standard = option.get_default_str();
  return standard.empty() ? std::vector<std::string>() : std::vector<std::string>{standard};
}

}  // namespace

std::vector<ConfigLine> read_config_file(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto type = std::filesystem::status(path, ignored).type();
  if (type != std::filesystem::file_type::regular &&
      type != std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::kOption, path.string() + ": is no regular file; name one with settings");
  }
  return parse_config(read_text_file(path, kLongest), path.string());
}

std::vector<std::string> words_of_settings(const std::vector<ConfigLine>& lines,
                                           const std::string& name, const CLI::App& given,
                                           const std::function<void(const std::string&)>& attempt) {
  Settings settings(given, name);
  std::vector<std::string> words;
  for (const ConfigLine& line : lines) {
    const CLI::Option& option = settings.option(line);
    for (const std::string& value : line.values) {
      const std::string word = "--" + line.key + "=" + value;
      try {
        attempt(word);
      } catch (const CLI::ParseError& error) {
        settings.fail(line, without_name(plain_text(error), option));
      }
      if (!was_given(option)) words.push_back(word);
    }
  }
  return words;
}

std::string settings_text(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_configurable() || option->get_lnames().empty()) continue;
    std::vector<std::string> values = values_of(*option);
    if (is_flag(*option) && values == std::vector<std::string>{"false"}) continue;
    if (!values.empty()) text += config_line(option->get_lnames().front(), values);
  }
  return text;
}

}  // namespace stylize
