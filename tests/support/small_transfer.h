#pragma once

#include "stylize/settings/transfer_options.h"

namespace stylize {

/// Two scales up to 64 pixels, with layers of small_model() (small_networks.h).
inline TransferOptions small_transfer(int iterations) {
  TransferOptions options;
  options.size = 64;
  options.iterations = iterations;
  options.scales = 2;
  options.tolerance = 0;
  options.objective.content_layers = {{"relu2_1"}};
  options.objective.style_layers = {{"relu1_1"}, {"relu2_1"}};
  return options;
}

}  // namespace stylize
