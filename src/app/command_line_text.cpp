#include "command_line_text.h"

#include <algorithm>
#include <sstream>

#include "compare_command.h"
#include "help_formatter.h"
#include "model_command.h"
#include "options.h"
#include "report_command.h"

namespace stylize {
namespace {

bool is_word(const std::string& text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

// "content|noise|FILE" has the words content and noise.
std::vector<std::string> words_in(const std::string& unit) {
  std::vector<std::string> words;
  std::istringstream parts(unit);
  for (std::string part; std::getline(parts, part, '|');) {
    if (is_word(part)) words.push_back(part);
  }
  return words;
}

std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

OptionText option_text(const CLI::Option& option, const HelpFormatter& formatter) {
  OptionText text;
  text.names = names_of(option);
  text.unit = formatter.unit(option);
  text.group = option.get_group();
  text.help = formatter.explanation(option);
  text.words = words_in(text.unit);
  text.takes_file =
      text.unit.find("FILE") != std::string::npos || text.unit.find("FOLDER") != std::string::npos;
  return text;
}

}  // namespace

CommandText command_text(const CLI::App& app) {
  const auto subcommands = app.get_subcommands([](const CLI::App*) { return true; });
  if (!subcommands.empty()) {
    CommandText text = command_text(*subcommands.front());
    text.name = app.get_name() + " " + text.name;
    return text;
  }
  CommandText text{app.get_name(), app.get_description(), app.get_footer(), {}};
  const HelpFormatter formatter;
  for (const CLI::Option* option : app.get_options()) {
    text.options.push_back(option_text(*option, formatter));
  }
  return text;
}

std::vector<CommandText> all_commands() {
  std::vector<CommandText> commands;
  const auto add = [&](const CLI::App& app) { commands.push_back(command_text(app)); };
  look_at_command_line(add);
  look_at_compare_command(add);
  look_at_model_command(add);
  look_at_report_command(add);
  return commands;
}

}  // namespace stylize
