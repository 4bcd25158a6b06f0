#include <ATen/ATen.h>

#include "kernels/vector_math.h"
#include "style_losses.h"

namespace stylize {
namespace {

// The variances are clamped since rounding may leave one a little below 0.
at::Tensor deviations(const Moments& moments, double regularization) {
  return (moments.second.diagonal() - moments.mean.square())
      .clamp_min_(0)
      .add_(regularization)
      .sqrt_();
}

}  // namespace

LayerStyle statistics_style(const Moments& moments) {
  LayerStyle style;
  style.norm = mean_square(moments);
  style.mean = moments.mean;
  style.spread = deviations(moments, regularization(style.norm, moments.channels()));
  return style;
}

// d m / d F = 1 / n and d s / d F = (F - m) / (n s), so with r = (s - s') / s the gradient is
// 2 / (n norm) (r F + (m - m') - r m).
StyleGradient statistics_gradient(const LayerStyle& style, const Moments& moments, double weight) {
  const at::Tensor spread = deviations(moments, regularization(style.norm, moments.channels()));
  const double scale = weight / style.norm;
  const double loss =
      scale * (squared_distance(moments.mean, style.mean) + squared_distance(spread, style.spread));
  const at::Tensor ratio = (spread - style.spread).div_(spread);
  const at::Tensor offset = moments.mean - style.mean - ratio * moments.mean;
  return {loss, {ratio * (2 * scale / moments.pixels), offset * (2 * scale / moments.pixels)}};
}

}  // namespace stylize
