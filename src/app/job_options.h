#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "painting_options.h"
#include "stylize/jobs/job.h"

namespace stylize {

/// What CLI11 fills as text and JobOptions holds as something better.
struct RawJobOptions {
  RawPaintingOptions painting;
  std::string content_mask;
  std::vector<std::string> style_masks;
  bool no_clobber = false;
};

/// Adds the options that a jobs file may give each picture, as the command line all of them.
void add_job_options(CLI::App& app, JobOptions& options, RawJobOptions& raw);

/// Puts what was given in place; the rest stays.
void apply(const RawJobOptions& raw, JobOptions& options);

/// The options with those that a jobs file names in their place. Throws Error (kOption) for names
/// and values that the command line would refuse.
JobOptions with_named_options(JobOptions options, const NamedOptions& named);

}  // namespace stylize
