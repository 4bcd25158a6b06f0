#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// G = F F^T / n of features [1, C, H, W] seen as a matrix F of C rows and n = H * W columns:
/// float32 [C, C] (Gatys, Ecker, Bethge 2016, equation 3, here divided by n so that pictures of
/// different sizes compare).
at::Tensor gram_matrix(const at::Tensor& features);

/// D F for a symmetric matrix D [C, C] and features [1, C, H, W]; the shape of the features. The
/// gradient of a Gram loss is such a product: d ||G - A||^2 / d F = (4 / n) (G - A) F.
at::Tensor multiply_features(const at::Tensor& matrix, const at::Tensor& features);

/// The same, in the memory of the features where that is possible.
at::Tensor multiply_and_overwrite(const at::Tensor& matrix, const at::Tensor& features);

}  // namespace stylize
