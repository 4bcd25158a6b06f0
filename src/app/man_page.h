#pragma once

#include <string>
#include <vector>

#include "command_line_text.h"

namespace stylize {

/// The manual page of a command as man(7) reads it; `others` are named at its end.
std::string man_page(const CommandText& command, const std::vector<CommandText>& others);

/// The name that it is installed under: "stylize-compare.1".
std::string man_page_name(const CommandText& command);

}  // namespace stylize
