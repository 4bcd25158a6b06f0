#pragma once

#include <cstddef>
#include <vector>

#include "machine/seconds.h"
#include "pictures.h"
#include "position.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

// Estimates how long the remaining work will take. Work is counted in pixels times iterations.
class WorkEstimate {
 public:
  WorkEstimate(const std::vector<Size>& sizes, const std::vector<int>& iterations);

  double remaining_seconds(std::size_t scale, int iteration, double seconds_in_scale) const;

 private:
  std::vector<int> iterations_;  // of each scale
  std::vector<double> pixels_;
};

// Makes the Progress of a transfer. Its clock starts when it is constructed. Everything that is
// referred to must outlive it.
class ProgressTeller {
 public:
  ProgressTeller(const Pictures& pictures, const TransferOptions& options,
                 const std::vector<Size>& sizes, const std::vector<int>& iterations)
      : pictures_(pictures),
        options_(options),
        sizes_(sizes),
        iterations_(iterations),
        work_(sizes, iterations) {}

  // The result is valid as long as the position is.
  Progress operator()(const Position& position) const;

 private:
  const Pictures& pictures_;
  const TransferOptions& options_;
  const std::vector<Size>& sizes_;
  const std::vector<int>& iterations_;  // of each scale
  WorkEstimate work_;
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
