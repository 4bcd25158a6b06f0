#include "optimizer_state.h"

#include <ATen/ATen.h>

#include "kernels/vector_store.h"
#include "stylize/error.h"

namespace stylize {
namespace {

constexpr std::size_t kInMemory = 1;  // at least: x

}  // namespace

void check_state(const OptimizerState& state, std::size_t tensors, std::size_t numbers,
                 const at::Tensor& x) {
  bool fits = state.tensors.size() + state.stored.size() == tensors &&
              state.tensors.size() >= kInMemory && state.numbers.size() == numbers;
  for (const auto& vector : state.stored) fits = fits && vector->size() == x.numel();
  for (const at::Tensor& tensor : state.tensors) {
    fits = fits && tensor.sizes() == x.sizes() && tensor.scalar_type() == x.scalar_type();
  }
  if (!fits) throw Error(ErrorKind::kInput, "optimizer state: is of another optimizer or size");
}

}  // namespace stylize
