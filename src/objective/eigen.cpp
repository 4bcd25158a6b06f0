#include "eigen.h"

#include <ATen/ATen.h>

#include "kernels/one_thread.h"

namespace stylize {

std::tuple<at::Tensor, at::Tensor> eigen(const at::Tensor& matrix) {
  const OneThread alone;  // some BLAS split sums by the number of threads
  return at::linalg_eigh(matrix);
}

}  // namespace stylize
