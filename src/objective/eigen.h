#pragma once

#include <ATen/core/Tensor.h>

#include <tuple>

namespace stylize {

// The eigenvalues, in rising order, and eigenvectors of a symmetric matrix of doubles on the CPU.
// The result does not depend on the number of threads.
std::tuple<at::Tensor, at::Tensor> eigen(const at::Tensor& matrix);

}  // namespace stylize
