#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "options.h"

namespace stylize {

/// Options that CLI11 stores as text and ProgramOptions as proper types.
struct RawRunOptions {
  std::string pairing, shard, preset, config;
  bool quiet = false, verbose = false, strip = false;
};

/// Adds the options that name contents, styles and outputs.
void add_file_options(CLI::App& app, ProgramOptions& options);

/// Adds all other options of a run that are no settings of a painting.
void add_run_options(CLI::App& app, ProgramOptions& options, RawRunOptions& raw);

}  // namespace stylize
