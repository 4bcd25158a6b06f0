#pragma once

#include <vector>

#include "evenly_spaced.h"
#include "stylize/image/contact_sheet.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

/// Collects the pictures of a contact sheet during a transfer. Costs little.
class SheetPictures {
 public:
  /// To be called at the beginning and after each iteration; `iterations` is the count over all
  /// scales.
  void offer(const Progress& progress, int iterations);

  /// The sheet's pictures: up to 12, evenly spaced over the iterations. The first is what the
  /// transfer started or continued from, the last its result.
  std::vector<SheetPicture> with_result(const TransferResult& result) const;

 private:
  EvenlySpaced<SheetPicture> pictures_;
};

/// Curves of the objective and its terms over the iterations of all scales.
Image loss_plot_of(const TransferResult& result);

}  // namespace stylize
