#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "options.h"

namespace stylize {

/// What CLI11 fills as text and ProgramOptions holds as something better.
struct RawRunOptions {
  std::string pairing, shard, preset, config;
  bool quiet = false, verbose = false;
};

/// Adds the options that name contents, styles and outputs.
void add_file_options(CLI::App& app, ProgramOptions& options);

/// Adds all other options of a run that are no settings of a painting.
void add_run_options(CLI::App& app, ProgramOptions& options, RawRunOptions& raw);

}  // namespace stylize
