#include "stylize/objective/style_loss.h"

#include <algorithm>

#include "kernels/vector_math.h"
#include "style_losses.h"

namespace stylize {

double norm_of(const at::Tensor& target) {
  return std::max(dot_product(target, target), kSmallestNorm);
}

Moments measured(StyleLoss loss, const at::Tensor& features, const Guide& guide) {
  const bool with_mean = loss == StyleLoss::kStatistics || loss == StyleLoss::kWasserstein;
  return with_mean ? moments_of(features, guide) : second_moments_of(features, guide);
}

LayerStyle layer_style(StyleLoss loss, const at::Tensor& features, const Guide& guide) {
  if (guide.blank) return {};
  return layer_style(loss, measured(loss, features, guide));
}

LayerStyle layer_style(StyleLoss loss, const Moments& moments) {
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_style(moments);
    case StyleLoss::kWasserstein:
      return wasserstein_style(moments);
    case StyleLoss::kWhitened:
      return whitened_style(moments);
    case StyleLoss::kGram:
    case StyleLoss::kNeighbours:
      break;
  }
  return gram_style(moments);
}

StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const Moments& moments,
                             double weight) {
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_gradient(style, moments, weight);
    case StyleLoss::kWasserstein:
      return wasserstein_gradient(style, moments, weight);
    case StyleLoss::kWhitened:
      return whitened_gradient(style, moments, weight);
    case StyleLoss::kGram:
    case StyleLoss::kNeighbours:
      break;
  }
  return gram_gradient(style, moments, weight);
}

StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const at::Tensor& features,
                             double weight, const Guide& guide) {
  return style_gradient(loss, style, measured(loss, features, guide), weight);
}

}  // namespace stylize
