#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// Throws CLI::ParseError for words that CLI11 would misread or accept: long names with a single
/// dash as in neural-style, and --name= without a value. `words` are the command line without the
/// program's name.
void check_words(const CLI::App& app, const std::vector<std::string>& words);

/// Throws CLI::ParseError when words were left over that are no option of the app, which must allow
/// extras; suggests the option that may have been meant.
void check_all_taken(const CLI::App& app);

/// Parses the words with the app, between these two checks. Throws CLI::Error.
void parse_words(CLI::App& app, const std::vector<std::string>& words);

/// Parses the words of the subcommand `stylize NAME`, where NAME is the app's name; `check` may
/// throw CLI::ParseError. Returns nullopt on success, else the exit code, after printing help to
/// standard output or the error, which refers to the help, to standard error.
std::optional<int> parse_subcommand(CLI::App& app, const std::vector<std::string>& words,
                                    const std::function<void()>& check = {});

/// The option with this long name, given without dashes; nullptr: none.
const CLI::Option* option_called(const CLI::App& app, const std::string& name);

/// A suggestion for an unknown name: "; do you mean NAME", with `dashes` before the name, or an
/// empty text.
std::string suggestion(const CLI::App& app, const std::string& name, const std::string& dashes);

/// The error in plain words, as one line without a final full stop.
std::string plain_text(const CLI::ParseError& error);

}  // namespace stylize
