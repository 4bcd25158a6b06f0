#include "stylize/objective/style_loss.h"

#include "style_losses.h"

namespace stylize {

LayerStyle layer_style(StyleLoss loss, const at::Tensor& features) {
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_style(features);
    case StyleLoss::kWasserstein:
      return wasserstein_style(features);
    case StyleLoss::kGram:
      break;
  }
  return gram_style(features);
}

StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const at::Tensor& features,
                             double weight) {
  switch (loss) {
    case StyleLoss::kStatistics:
      return statistics_gradient(style, features, weight);
    case StyleLoss::kWasserstein:
      return wasserstein_gradient(style, features, weight);
    case StyleLoss::kGram:
      break;
  }
  return gram_gradient(style, features, weight);
}

}  // namespace stylize
