#include "shell_completion.h"

#include <algorithm>

#include "joined.h"

namespace stylize {
namespace {

std::vector<std::string> names_of(const CommandText& command) {
  std::vector<std::string> names;
  for (const OptionText& option : command.options) {
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

// "compare" of "stylize compare"; the program itself: "".
std::string subcommand_of(const CommandText& command) {
  const auto space = command.name.find(' ');
  if (space == std::string::npos) return "";
  return command.name.substr(space + 1, command.name.find(' ', space + 1) - space - 1);
}

std::vector<std::string> subcommands_of(const std::vector<CommandText>& commands) {
  std::vector<std::string> words;
  for (std::size_t i = 1; i < commands.size(); ++i) words.push_back(subcommand_of(commands[i]));
  return words;
}

// Up to the first sentence's end or bracket, without what shells and descriptions read otherwise.
std::string short_help(const std::string& help) {
  std::string text = help.substr(0, std::min({help.find(" ("), help.find(". "), help.find(": "),
                                              help.find("; "), help.size()}));
  for (const char special : {'"', '[', ']', ':', '\\', '`', '$'}) {
    text.erase(std::remove(text.begin(), text.end(), special), text.end());
  }
  // An apostrophe that no shell takes for a quotation mark.
  for (auto at = text.find('\''); at != std::string::npos; at = text.find('\'', at)) {
    text.replace(at, 1, "\u2019");
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

// What completes a value: case NAMES) ... ;;
std::string bash_value_case(const OptionText& option) {
  std::string text = "    " + joined(option.names, "|") + ")\n";
  if (!option.words.empty()) {
    text += "      COMPREPLY=($(compgen -W \"" + joined(option.words, " ") + "\" -- \"$word\"))\n";
  }
  if (option.takes_file) {
    text += "      compopt -o filenames\n      COMPREPLY+=($(compgen -f -- \"$word\"))\n";
  }
  return text + "      return ;;\n";
}

std::string bash_command(const CommandText& command) {
  std::string text = "  case \"$previous\" in\n";
  for (const OptionText& option : command.options) {
    if (!option.names.empty() && !option.unit.empty()) text += bash_value_case(option);
  }
  text += "  esac\n  if [[ $word == -* ]]; then\n    COMPREPLY=($(compgen -W \"" +
          joined(names_of(command), " ") +
          "\" -- \"$word\"))\n  else\n    compopt -o filenames\n"
          "    COMPREPLY=($(compgen -f -- \"$word\"))\n  fi\n";
  return text;
}

// One of an option's names, with all of them as what exclude each other: zsh's _arguments.
std::string zsh_option(const OptionText& option) {
  std::string value;
  if (!option.unit.empty()) {
    const std::string choices = "(" + joined(option.words, " ") + ")";
    const bool words = !option.words.empty();
    value = ":value:" + (option.takes_file ? std::string("_files") : words ? choices : " ");
  }
  if (option.names.empty()) return "    '*:file:_files' \\\n";
  std::string text;
  for (const std::string& name : option.names) {
    text += "    '(" + joined(option.names, " ") + ")" + name + "[" + short_help(option.help) +
            "]" + value + "' \\\n";
  }
  return text;
}

std::string fish_option(const OptionText& option, const std::string& condition) {
  if (option.names.empty()) return "";
  std::string text = "complete -c stylize -n '" + condition + "'";
  for (const std::string& name : option.names) {
    const bool is_long = name.compare(0, 2, "--") == 0;
    text += is_long ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.unit.empty()) text += option.takes_file ? " -r" : " -x";
  if (!option.words.empty()) text += " -a '" + joined(option.words, " ") + "'";
  return text + " -d '" + short_help(option.help) + "'\n";
}

}  // namespace

std::string bash_completion(const std::vector<CommandText>& commands) {
  std::string text =
      "# bash completion for stylize\n_stylize() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  COMPREPLY=()\n";
  for (std::size_t i = 1; i < commands.size(); ++i) {
    const std::string word = subcommand_of(commands[i]);
    text += "  if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == " + word + " ]]; then\n" +
            bash_command(commands[i]) + "  return\n  fi\n";
  }
  text += bash_command(commands.front()) +
          "  if ((COMP_CWORD == 1)); then\n    COMPREPLY+=($(compgen -W \"" +
          joined(subcommands_of(commands), " ") + "\" -- \"$word\"))\n  fi\n";
  return text + "}\ncomplete -F _stylize stylize\n";
}

std::string zsh_completion(const std::vector<CommandText>& commands) {
  std::string text = "#compdef stylize\n_stylize() {\n  case ${words[2]} in\n";
  for (std::size_t i = 1; i < commands.size(); ++i) {
    text += "  " + subcommand_of(commands[i]) + ")\n    _arguments \\\n";
    for (const OptionText& option : commands[i].options) text += zsh_option(option);
    text += "    && return ;;\n";
  }
  text += "  *)\n    _arguments \\\n";
  for (const OptionText& option : commands.front().options) text += zsh_option(option);
  text += "    '1:command:(" + joined(subcommands_of(commands), " ") +
          ")' '*:file:_files' && return ;;\n  esac\n}\n_stylize \"$@\"\n";
  return text;
}

std::string fish_completion(const std::vector<CommandText>& commands) {
  const std::string words = joined(subcommands_of(commands), " ");
  const std::string seen = "__fish_seen_subcommand_from ";
  std::string text =
      "# fish completion for stylize\ncomplete -c stylize -n __fish_use_subcommand "
      "-a '" +
      words + "'\n";
  for (const CommandText& command : commands) {
    const std::string subcommand = subcommand_of(command);
    const std::string condition = subcommand.empty() ? "not " + seen + words : seen + subcommand;
    for (const OptionText& option : command.options) text += fish_option(option, condition);
  }
  return text;
}

}  // namespace stylize
