#pragma once

#include <cstdint>
#include <filesystem>

namespace stylize {

/// How to process a batch of jobs.
struct BatchOptions {
  int threads = 1;           ///< in total, for optimization
  int parallel = 0;          ///< concurrent pictures; 0: chosen from their size and memory
  int64_t memory_limit = 0;  ///< bytes of this process; 0: what the machine has available
  /// The folder for unnamed files with data that does not fit into memory; empty: beside each
  /// output.
  std::filesystem::path work_folder;
  int64_t max_pixels = 200'000'000;  ///< per input; larger ones are refused
  bool resume = false;               ///< skip existing outputs made with the same settings
  bool fail_fast = false;            ///< start no further job after a failure
  int retries = 0;                   ///< further attempts at jobs whose failure may be temporary
  double checkpoint_seconds = 0;     ///< how often a transfer's state is written; 0: never
  bool thumbnails = false;           ///< make thumbnails for the reports
  std::filesystem::path preview;     ///< .png or .jpg that shows the current picture; empty: none
  double preview_seconds = 3;        ///< shortest interval; each finished picture is always shown
};

}  // namespace stylize
