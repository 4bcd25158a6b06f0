#include "matrix_product.h"

#include <ATen/ATen.h>

#include "kernels/feature_products.h"
#include "stylize/objective/gram_matrix.h"

namespace stylize {

at::Tensor matrix_product(const at::Tensor& a, const at::Tensor& b) {
  const int64_t size = b.size(0);
  // Each column of b becomes a pixel, in channels-last layout.
  const at::Tensor columns =
      b.t().clone(at::MemoryFormat::Contiguous).reshape({1, size, 1, size}).permute({0, 3, 1, 2});
  if (!has_fast_products(columns)) return multiply_features(a, columns).reshape({size, size});
  multiply_features_in_place(a.t(), columns);
  return columns.reshape({size, size});
}

}  // namespace stylize
