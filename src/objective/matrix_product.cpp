#include "matrix_product.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

namespace stylize {

at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor left = a.contiguous(), right = b.contiguous();
  const int64_t rows = left.size(0), inner = left.size(1), columns = right.size(1);
  at::Tensor product = at::zeros({rows, columns}, at::kDouble);
  const double *from = left.data_ptr<double>(), *with = right.data_ptr<double>();
  double* to = product.data_ptr<double>();
  at::parallel_for(0, rows, 16, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      for (int64_t k = 0; k < inner; ++k) {
        const double factor = from[i * inner + k];
        for (int64_t j = 0; j < columns; ++j) to[i * columns + j] += factor * with[k * columns + j];
      }
    }
  });
  return product;
}

}  // namespace stylize
