#pragma once

#include <string>

namespace stylize {

/// The name of a setting as messages write it: "size" by default. A program in which users write
/// settings differently can have a prefix added; `stylize` sets it to two dashes.
std::string setting_name(const std::string& name);

/// Sets the prefix that setting_name() adds. Call once, before other threads start.
void begin_setting_names_with(const std::string& text);

}  // namespace stylize
