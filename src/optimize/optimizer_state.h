#pragma once

#include <cstddef>

#include "stylize/optimize/optimizer.h"

namespace stylize {

// Throws Error (kInput) unless the state has this many tensors and numbers, the tensors of x's
// shape, or, where they are not in memory, of its size.
void check_state(const OptimizerState& state, std::size_t tensors, std::size_t numbers,
                 const at::Tensor& x);

}  // namespace stylize
