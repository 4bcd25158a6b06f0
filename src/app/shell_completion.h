#pragma once

#include <string>
#include <vector>

#include "command_line_text.h"

namespace stylize {

/// Scripts by which a shell completes the options of these commands and their values. The first
/// command is the program, the others its subcommands.
std::string bash_completion(const std::vector<CommandText>& commands);
std::string zsh_completion(const std::vector<CommandText>& commands);
std::string fish_completion(const std::vector<CommandText>& commands);

}  // namespace stylize
