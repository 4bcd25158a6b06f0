#pragma once

#include <cstddef>
#include <vector>

#include "machine/seconds.h"
#include "pictures.h"
#include "position.h"
#include "stylize/transfer/transfer.h"
#include "work_estimate.h"

namespace stylize {

// Makes the Progress of a transfer. Its clock starts when it is constructed. Everything that is
// referred to must outlive it.
class ProgressTeller {
 public:
  // `evaluations` is how many evaluations the scale at work has taken.
  ProgressTeller(const Pictures& pictures, const Network& network, const TransferOptions& options,
                 const std::vector<Size>& sizes, const std::vector<int>& iterations,
                 const int& evaluations);

  // The result is valid as long as the position is.
  Progress operator()(const Position& position) const;

  // The same within an evaluation, of which this part, 0 to 1, is done; the scale took so many
  // seconds up to now.
  Progress within(const Position& position, double evaluated, double seconds) const;

 private:
  const Pictures& pictures_;
  const TransferOptions& options_;
  const std::vector<Size>& sizes_;
  const std::vector<int>& iterations_;  // of each scale
  const int& evaluations_;
  WorkEstimate work_;
  Clock::time_point began_ = Clock::now();
};

}  // namespace stylize
