#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "stylize/image/write_options.h"
#include "stylize/transfer/transfer_options.h"

namespace stylize {

/// Everything that the command line says.
struct ProgramOptions {
  std::filesystem::path content, style, output;
  WriteOptions write;
  int save_every = 0;        // iterations; 0: no snapshots
  TransferOptions transfer;  // its objective is not known before the model is
  Recommendation objective;  // what the command line says of it; comes before the model's
  std::optional<std::filesystem::path> initial;  // --init FILE
  std::filesystem::path model;                   // empty: looked for
  std::string pooling;                           // "max", "average", or empty: as the model says
  std::string device = "auto";
  std::string backend = "auto";  // "auto", "winograd" or "torch"
  int threads = 0;               // 0: as many as this process may use
  std::string log_level = "info";
};

/// Reads the command line. Returns an exit code when there is nothing to run: help or version
/// (printed to standard output), or a usage error (one line on standard error).
std::optional<int> parse_command_line(int argc, char** argv, ProgramOptions& options);

}  // namespace stylize
