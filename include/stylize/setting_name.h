#pragma once

#include <string>

namespace stylize {

/// How messages write the name of a setting: "size". A program whose users say settings in another
/// way has them written so; `stylize` puts two dashes before them.
std::string setting_name(const std::string& name);

/// Sets what setting_name() puts before a name. Once, before other threads are there.
void begin_setting_names_with(const std::string& text);

}  // namespace stylize
