#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "stylize/jobs/job.h"

namespace stylize {

/// What CLI11 fills as text and JobOptions holds as something better.
struct RawPaintingOptions {
  std::vector<std::string> content_layers, style_layers;
  std::vector<double> octaves;
  std::string init;
};

/// Adds the options that say how a picture is painted: colours, objective and optimization.
void add_painting_options(CLI::App& app, JobOptions& options, RawPaintingOptions& raw);

/// Puts what was given in place; the rest stays.
void apply(const RawPaintingOptions& raw, JobOptions& options);

/// What is wrong with options that do not fit together; empty: nothing.
std::string misfit(const JobOptions& options);

/// A line for each option that was set and changes nothing together with the others. They may stand
/// in a file with settings of other runs too, and so are told and not refused.
std::vector<std::string> without_effect(const JobOptions& options);

}  // namespace stylize
