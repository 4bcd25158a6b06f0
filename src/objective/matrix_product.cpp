#include "matrix_product.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "kernels/feature_products.h"

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

at::Tensor fast_matrix_product(const at::Tensor& a, const at::Tensor& b) {
  const int64_t rows = a.size(0), inner = a.size(1);
  if (rows != inner || b.size(1) != inner) return matrix_product(a, b);
  // Each row of a becomes a pixel, in channels-last layout.
  const at::Tensor pixels = a.to(at::kFloat)
                                .clone(at::MemoryFormat::Contiguous)
                                .reshape({1, 1, rows, inner})
                                .permute({0, 3, 1, 2});
  if (!has_fast_products(pixels)) return matrix_product(a, b);
  multiply_features_in_place(b, pixels);
  return pixels.permute({0, 2, 3, 1}).reshape({rows, inner}).to(at::kDouble);
}

}  // namespace stylize
