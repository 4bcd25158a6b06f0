#pragma once

#include <cstddef>

#include "stylize/optimize/optimizer.h"

namespace stylize {

// What a state consists of.
struct StateForm {
  std::size_t vectors = 0;  // tensors and stored vectors
  std::size_t full = 0;     // so many of them, the first ones, are floats, the others bfloat16
  std::size_t numbers = 0;
};

// Throws Error (kInput) unless the state has this form, and all vectors have x's size.
void check_state(const OptimizerState& state, const StateForm& form, const at::Tensor& x);

}  // namespace stylize
