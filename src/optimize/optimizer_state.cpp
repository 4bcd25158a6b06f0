#include "optimizer_state.h"

#include <ATen/ATen.h>

#include "stylize/error.h"

namespace stylize {

void check_state(const OptimizerState& state, std::size_t tensors, std::size_t numbers,
                 const at::Tensor& x) {
  bool fits = state.tensors.size() == tensors && state.numbers.size() == numbers;
  for (const at::Tensor& tensor : state.tensors) {
    fits = fits && tensor.sizes() == x.sizes() && tensor.scalar_type() == x.scalar_type();
  }
  if (!fits) throw Error(ErrorKind::kInput, "optimizer state: is of another optimizer or size");
}

}  // namespace stylize
