#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "stagnation.h"
#include "stylize/optimize/optimizer.h"
#include "stylize/transfer/transfer.h"

namespace stylize {

// How far the work is; a TransferState is made from it.
struct Position {
  std::vector<ScaleReport> scales;
  std::unique_ptr<Optimizer> optimizer;
  Stagnation stagnation;
  at::Tensor matched;
};

}  // namespace stylize
