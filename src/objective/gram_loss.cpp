#include <ATen/ATen.h>

#include "kernels/vector_math.h"
#include "style_losses.h"

namespace stylize {

LayerStyle gram_style(const Moments& moments) {
  LayerStyle style;
  style.matrix = moments.second;
  style.norm = norm_of(style.matrix);
  return style;
}

// d |G - A|^2 / d F = (4 / n) (G - A) F.
StyleGradient gram_gradient(const LayerStyle& style, const Moments& moments, double weight) {
  at::Tensor matrix = moments.second - style.matrix;
  const double scale = weight / style.norm;
  const double loss = scale * dot_product(matrix, matrix);
  matrix.mul_(4 * scale / moments.pixels);
  return {loss, {matrix, {}}};
}

}  // namespace stylize
