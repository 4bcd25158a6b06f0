#include <ATen/ATen.h>

#include <algorithm>
#include <tuple>

#include "eigen.h"
#include "kernels/vector_math.h"
#include "matrix_product.h"
#include "style_losses.h"

namespace stylize {
namespace {

// Of the mean of the style's eigenvalues: below, directions count as if they had this strength.
constexpr double kFloor = 0.1;

// P = (A / mean of its eigenvalues + kFloor I)^-1/2, in double on the CPU as A is.
at::Tensor inverse_root(const at::Tensor& gram) {
  const auto [values, vectors] = eigen(gram);
  const double mean = std::max(values.mean().item<double>(), kSmallestNorm);
  const at::Tensor root = (values.clamp_min(0) / mean + kFloor).rsqrt();
  return matrix_product(vectors * root.unsqueeze(0), vectors.t());
}

// P D P, which is symmetric as D is.
at::Tensor whitened(const at::Tensor& metric, const at::Tensor& matrix) {
  return fast_matrix_product(metric, fast_matrix_product(matrix, metric));
}

}  // namespace

LayerStyle whitened_style(const Moments& moments) {
  LayerStyle style;
  style.matrix = moments.second;
  const at::Tensor gram = style.matrix.to(at::kCPU).contiguous();
  // Of a style that is not finite there are no eigenvalues. The loss is then not finite, too.
  style.metric = all_finite(gram) ? inverse_root(gram) : gram;
  style.norm = std::max(dot_product(gram, whitened(style.metric, gram)), kSmallestNorm);
  return style;
}

// d tr(D P D P) / d F = (4 / n) P D P F.
StyleGradient whitened_gradient(const LayerStyle& style, const Moments& moments, double weight) {
  const at::Tensor difference = (moments.second - style.matrix).to(at::kCPU).contiguous();
  at::Tensor matrix = whitened(style.metric, difference);
  const double scale = weight / style.norm;
  double loss = scale * dot_product(difference, matrix);
  if (loss < 0) loss = 0;  // rounding, where it is nearly nothing; it may also be NaN
  matrix.mul_(4 * scale / moments.pixels);
  return {loss, {matrix.to(style.matrix.device()), {}}};
}

}  // namespace stylize
