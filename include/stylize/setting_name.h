#pragma once

#include <string>

namespace stylize {

/// How messages write the name of a setting: "size" by default. A program whose users write
/// settings differently can add a prefix; `stylize` puts two dashes before them.
std::string setting_name(const std::string& name);

/// Sets what setting_name() puts before a name. Call once, before other threads start.
void begin_setting_names_with(const std::string& text);

}  // namespace stylize
