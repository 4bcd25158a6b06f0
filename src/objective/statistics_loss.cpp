#include <ATen/ATen.h>

#include "moments.h"
#include "style_losses.h"
#include "stylize/kernels/vector_math.h"

namespace stylize {
namespace {

// Rounding may leave a variance a little below 0.
at::Tensor deviations(const Moments& moments, double regularization) {
  return (moments.second.diagonal() - moments.mean.square())
      .clamp_min_(0)
      .add_(regularization)
      .sqrt_();
}

}  // namespace

LayerStyle statistics_style(const at::Tensor& features) {
  const Moments moments = moments_of(features);
  LayerStyle style;
  style.norm = mean_square(moments);
  style.mean = moments.mean;
  style.spread = deviations(moments, regularization(style.norm, features.size(1)));
  return style;
}

// d m / d F = 1 / n and d s / d F = (F - m) / (n s), so with r = (s - s') / s the gradient is
// 2 / (n norm) (r F + (m - m') - r m).
StyleGradient statistics_gradient(const LayerStyle& style, const at::Tensor& features,
                                  double weight) {
  const Moments moments = moments_of(features);
  const at::Tensor spread = deviations(moments, regularization(style.norm, features.size(1)));
  const double scale = weight / style.norm;
  const double loss =
      scale * (squared_distance(moments.mean, style.mean) + squared_distance(spread, style.spread));
  const auto pixels = static_cast<double>(features.size(2) * features.size(3));
  const at::Tensor ratio = (spread - style.spread).div_(spread);
  const at::Tensor offset = moments.mean - style.mean - ratio * moments.mean;
  return {loss, {ratio * (2 * scale / pixels), offset * (2 * scale / pixels)}};
}

}  // namespace stylize
