#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace stylize {

/// What documentation says of one option.
struct OptionText {
  std::vector<std::string> names;  ///< "-c", "--content"; empty: a file without an option's name
  std::string unit;                ///< "FILE", "lbfgs|adam"; empty: a flag
  std::string group;               ///< the heading that it stands under
  std::string help;                ///< with range and default
  std::vector<std::string> words;  ///< the values there are, where they are words
  bool takes_file = false;
};

/// What documentation says of a command.
struct CommandText {
  std::string name;  ///< "stylize compare"
  std::string description;
  std::string footer;  ///< examples and exit codes
  std::vector<OptionText> options;
};

/// All of a command line's options, in its order; of one with a subcommand the subcommand's.
CommandText command_text(const CLI::App& app);

/// The commands that there are, `stylize` itself first.
std::vector<CommandText> all_commands();

}  // namespace stylize
