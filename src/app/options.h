#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "batch/batch_options.h"
#include "jobs/plan.h"

namespace CLI {
class App;
}

namespace stylize {

/// Of a clip alone.
struct ClipOptions {
  int64_t start_number = -1;      // of the first frame of a pattern; -1: the first that is there
  double from = 0, to = 0;        // seconds; a `to` of 0: to the end
  std::string frame_rate = "25";  // of a pattern; a number or a ratio
  std::string video_codec;        // ffmpeg's name; empty: the usual one
  int crf = -1;                   // -1: the usual one
};

/// Everything that the command line says.
struct ProgramOptions {
  PlanRequest request;
  ClipOptions clip;
  BatchOptions batch;
  bool list = false, dry_run = false, print_config = false;
  bool version = false;  // print versions and the origin of `model`; all other
                         // members then have their default values
  std::string config;    // for print_config: given values and defaults, as --config reads them
  std::filesystem::path report, report_html;  // empty: none
  std::filesystem::path model;                // empty: locate_model() searches
  std::string pooling;                        // "max", "average", or empty: the model's
  std::string device = "auto";
  std::string backend = "auto";  // "auto", "winograd" or "torch"
  bool deterministic = false;    // the same bytes whatever the number of threads
  int threads = 0;               // 0: available_processors()
  std::string log_level = "info";
  std::string progress = "line";  // "line": for people alone; "json": for programs too
  int progress_descriptor = 1;    // where it goes as JSON; open when the command line is read
};

/// Shows the options of the command line.
void look_at_command_line(const std::function<void(const CLI::App&)>& look);

/// Reads the command line. Returns an exit code when there is nothing to run: help or version
/// (printed to standard output), or a usage error (one line on standard error).
std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options);

}  // namespace stylize
