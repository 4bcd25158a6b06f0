#pragma once

#include "stylize/objective/style_loss.h"

namespace stylize {

// The losses that style_loss.h describes, one pair of functions for each.

LayerStyle gram_style(const at::Tensor& features);
StyleGradient gram_gradient(const LayerStyle& style, const at::Tensor& features, double weight);

LayerStyle statistics_style(const at::Tensor& features);
StyleGradient statistics_gradient(const LayerStyle& style, const at::Tensor& features,
                                  double weight);

LayerStyle wasserstein_style(const at::Tensor& features);
StyleGradient wasserstein_gradient(const LayerStyle& style, const at::Tensor& features,
                                   double weight);

// Keeps relative losses finite where a target vanishes (a layer that is silent on a flat picture).
constexpr double kSmallestNorm = 1e-12;

}  // namespace stylize
