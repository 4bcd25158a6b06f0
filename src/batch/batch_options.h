#pragma once

#include <cstdint>
#include <filesystem>

namespace stylize {

/// How a batch of jobs is worked through.
struct BatchOptions {
  int threads = 1;           ///< in all, for optimization
  int parallel = 0;          ///< pictures side by side; 0: chosen from their size and memory
  int64_t memory_limit = 0;  ///< bytes of this process; 0: what the machine leaves
  int64_t max_pixels = 200'000'000;  ///< of an input; larger ones are refused
  bool resume = false;               ///< skip outputs that are there already with the same settings
  bool fail_fast = false;            ///< begin nothing more after a failure
  int retries = 0;                   ///< more attempts at jobs whose failure may pass
  double checkpoint_seconds = 0;     ///< how often a transfer's state is written; 0: never
  bool thumbnails = false;           ///< make those of the reports
  std::filesystem::path preview;     ///< .png or .jpg that shows the picture at work; empty: none
  double preview_seconds = 3;        ///< how often, at most; the end of each picture in any case
};

}  // namespace stylize
