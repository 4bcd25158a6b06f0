#include <ATen/ATen.h>

#include <algorithm>

#include "style_losses.h"
#include "stylize/kernels/vector_math.h"
#include "stylize/objective/gram_matrix.h"

namespace stylize {

LayerStyle gram_style(const at::Tensor& features) {
  LayerStyle style;
  style.matrix = gram_matrix(features);
  style.norm = std::max(dot_product(style.matrix, style.matrix), kSmallestNorm);
  return style;
}

// d |G - A|^2 / d F = (4 / n) (G - A) F.
StyleGradient gram_gradient(const LayerStyle& style, const at::Tensor& features, double weight) {
  at::Tensor matrix = gram_matrix(features).sub_(style.matrix);
  const auto pixels = static_cast<double>(features.size(2) * features.size(3));
  const double scale = weight / style.norm;
  const double loss = scale * dot_product(matrix, matrix);
  matrix.mul_(4 * scale / pixels);
  return {loss, {matrix, {}}};
}

}  // namespace stylize
