#include "stylize/objective/style_loss.h"

#include <algorithm>

#include "style_losses.h"
#include "stylize/kernels/vector_math.h"

namespace stylize {

double norm_of(const at::Tensor& target) {
  return std::max(dot_product(target, target), kSmallestNorm);
}

LayerStyle layer_style(StyleLoss loss, const at::Tensor& features, const Guide& guide) {
  if (guide.blank) return {};
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_style(moments_of(features, guide));
    case StyleLoss::kWasserstein:
      return wasserstein_style(moments_of(features, guide));
    case StyleLoss::kGram:
    case StyleLoss::kNeighbours:
      break;
  }
  return gram_style(second_moments_of(features, guide));
}

StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const at::Tensor& features,
                             double weight, const Guide& guide) {
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_gradient(style, moments_of(features, guide), weight);
    case StyleLoss::kWasserstein:
      return wasserstein_gradient(style, moments_of(features, guide), weight);
    case StyleLoss::kGram:
    case StyleLoss::kNeighbours:
      break;
  }
  return gram_gradient(style, second_moments_of(features, guide), weight);
}

}  // namespace stylize
