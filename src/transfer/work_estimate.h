#pragma once

#include <cstddef>
#include <vector>

#include "stylize/network/network.h"
#include "stylize/transfer/transfer.h"
#include "stylize/transfer/transfer_memory.h"

namespace stylize {

// What each scale of a transfer takes, in passes of the network over a pixel: forward is one,
// backward another; and so how long the rest takes at the speed so far.
class WorkEstimate {
 public:
  // `iterations` are those of each of the sizes.
  WorkEstimate(const Network& network, const TransferOptions& options,
               const std::vector<Size>& sizes, const std::vector<int>& iterations,
               const std::vector<StyleSize>& styles);

  // The time that is left when so many of the scale's iterations are done, for which so many
  // evaluations were needed, in so many seconds. Evaluations may be a fraction: part of one is
  // done. 0: nothing is known yet. An upper bound where a tolerance may end a scale earlier.
  double remaining_seconds(std::size_t scale, int iterations, double evaluations,
                           double seconds) const;

 private:
  std::vector<int> iterations_;
  std::vector<double> evaluation_, targets_;  // of each scale
};

}  // namespace stylize
