#include <algorithm>

#include "stylize/settings/transfer_options.h"

namespace stylize {

std::vector<int> scale_iterations(const TransferOptions& options, std::size_t scales) {
  const std::vector<int>& coarser = options.coarser_iterations;
  std::vector<int> iterations(scales);
  int64_t number = options.iterations;
  for (std::size_t finer = 0; finer < scales; ++finer) {
    if (finer > 0 && finer <= coarser.size()) {
      number = coarser[coarser.size() - finer];
    } else if (finer > 0) {
      number = std::max(number, std::min(2 * number, kMostIterations));
    }
    iterations[scales - 1 - finer] = static_cast<int>(number);
  }
  return iterations;
}

}  // namespace stylize
