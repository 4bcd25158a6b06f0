#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace stylize {

/// Throws CLI::ParseError for words that CLI11 would take for something else or let pass: long
/// names with one dash as neural-style has them, and --name= without a value. `words` are the
/// command line without the program's name.
void check_words(const CLI::App& app, const std::vector<std::string>& words);

/// Throws CLI::ParseError when the app, which must allow extras, was given words that none of its
/// options took; names the option that may have been meant.
void check_all_taken(const CLI::App& app);

/// Reads the words by the app between these two checks. Throws CLI::Error.
void parse_words(CLI::App& app, const std::vector<std::string>& words);

/// Reads the words of a subcommand, `stylize NAME` by the app's own name, and what `check` finds
/// wrong with them by throwing CLI::ParseError. Nothing when all is well, else the exit code: help
/// went to standard output, or the error, which points to the help, to standard error.
std::optional<int> parse_subcommand(CLI::App& app, const std::vector<std::string>& words,
                                    const std::function<void()>& check = {});

/// The option with this long name, which is written without dashes; nullptr: none.
const CLI::Option* option_called(const CLI::App& app, const std::string& name);

/// What may have been meant by a name that no option has: "; do you mean NAME", with `dashes`
/// before it, or nothing.
std::string suggestion(const CLI::App& app, const std::string& name, const std::string& dashes);

/// The error in plain words, on one line without a final full stop.
std::string plain_text(const CLI::ParseError& error);

}  // namespace stylize
