#pragma once

#include <ATen/core/Tensor.h>

namespace stylize {

/// The Gram matrix G = F F^T / n of features [1, C, H, W], seen as a matrix F with C rows and a
/// column for each of the n = H * W pixels: float64 [C, C] (Gatys, Ecker, Bethge 2016, equation 3,
/// here divided by n so that pictures of different sizes can be compared). It is not rounded to
/// single precision, since losses subtract from it a matrix that is nearly the same.
at::Tensor gram_matrix(const at::Tensor& features);

/// D F for a symmetric matrix D [C, C] and features F [1, C, H, W]; the result has the features'
/// shape and type. The gradient of a Gram loss is such a product: d ||G - A||^2 / d F = (4 / n) (G
/// - A) F.
at::Tensor multiply_features(const at::Tensor& matrix, const at::Tensor& features);

/// The same, but the result may be written into the memory of the features.
at::Tensor multiply_and_overwrite(const at::Tensor& matrix, const at::Tensor& features);

}  // namespace stylize
