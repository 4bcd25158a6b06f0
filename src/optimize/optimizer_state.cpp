#include "optimizer_state.h"

#include <ATen/ATen.h>

#include "kernels/vector_store.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr std::size_t kInMemory = 1;  // at least: x

}  // namespace

void check_state(const OptimizerState& state, const StateForm& form, const at::Tensor& x) {
  const std::size_t in_memory = state.tensors.size();
  bool fits = in_memory + state.stored.size() == form.vectors && in_memory >= kInMemory &&
              state.numbers.size() == form.numbers;
  const auto has_form = [&](const at::Tensor& tensor, std::size_t i) {
    return tensor.sizes() == x.sizes() &&
           tensor.scalar_type() == (i < form.full ? at::kFloat : at::kBFloat16);
  };
  for (std::size_t i = 0; fits && i < in_memory; ++i) fits = has_form(state.tensors[i], i);
  for (std::size_t i = 0; fits && i < state.stored.size(); ++i) {
    const bool full = state.stored[i]->precision() == Precision::kFull;
    fits = state.stored[i]->size() == x.numel() && full == (in_memory + i < form.full);
  }
  if (!fits) throw Error(ErrorKind::kInput, "optimizer state: is of another optimizer or size");
}

}  // namespace stylize
