#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "config_file.h"

namespace stylize {

/// The settings of a configuration file. Throws Error: kOption as parse_config() does, and when it
/// is no regular file, which could not be read twice (by the launcher and the painter); kInput,
/// kRead.
std::vector<ConfigLine> read_config_file(const std::filesystem::path& path);

/// The settings as words of a command line, --key=value, without those that `given`, which has read
/// the command line, has already (or an option that excludes them). Each word is given to
/// `attempt`, which throws CLI::ParseError for a wrong value. Throws Error (kOption) "NAME:LINE:
/// KEY: ..." for wrong values, keys that no option has and keys that are there twice.
std::vector<std::string> words_of_settings(const std::vector<ConfigLine>& lines,
                                           const std::string& name, const CLI::App& given,
                                           const std::function<void(const std::string&)>& attempt);

/// Every setting that was given or has a default, a line each as parse_config() reads them.
std::string settings_text(const CLI::App& app);

}  // namespace stylize
