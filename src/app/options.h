#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "jobs/plan.h"

namespace stylize {

/// Everything that the command line says.
struct ProgramOptions {
  PlanRequest request;
  BatchOptions batch;
  bool list = false, dry_run = false, print_config = false;
  bool version = false;  // print versions, and whose the weights of `model` are; all else is as in
                         // a ProgramOptions that was not read
  std::string config;    // for print_config: what was given or has a default, as --config reads it
  std::filesystem::path report, report_html;  // empty: none
  std::filesystem::path model;                // empty: looked for
  std::string pooling;                        // "max", "average", or empty: as the model says
  std::string device = "auto";
  std::string backend = "auto";  // "auto", "winograd" or "torch"
  bool deterministic = false;    // the same bytes whatever the number of threads
  int threads = 0;               // 0: as many as this process may use
  std::string log_level = "info";
};

/// Reads the command line. Returns an exit code when there is nothing to run: help or version
/// (printed to standard output), or a usage error (one line on standard error).
std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options);

}  // namespace stylize
