#pragma once

#include <cstddef>

#include "stylize/optimize/optimizer.h"

namespace stylize {

// Throws Error (kInput) unless the state has this many vectors and numbers. Tensors must have x's
// shape and type, and stored vectors as many elements as x.
void check_state(const OptimizerState& state, std::size_t tensors, std::size_t numbers,
                 const at::Tensor& x);

}  // namespace stylize
