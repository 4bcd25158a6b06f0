#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "config_file.h"

namespace stylize {

/// The settings of a configuration file. Throws Error: kOption as parse_config() does, and when it
/// is not a regular file, since the launcher and the painter both read it; kInput, kRead.
std::vector<ConfigLine> read_config_file(const std::filesystem::path& path);

/// The settings as words of a command line, --key=value, without those that were given on the
/// command line parsed by `given` (or that an option given there excludes). Each word is passed to
/// `attempt`, which throws CLI::ParseError for a wrong value. Throws Error (kOption) "NAME:LINE:
/// KEY: ..." for wrong values, unknown keys and repeated keys.
std::vector<std::string> words_of_settings(const std::vector<ConfigLine>& lines,
                                           const std::string& name, const CLI::App& given,
                                           const std::function<void(const std::string&)>& attempt);

/// Every setting that was given or has a default, one per line as parse_config() reads them.
std::string settings_text(const CLI::App& app);

}  // namespace stylize
