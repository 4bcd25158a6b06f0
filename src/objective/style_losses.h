#pragma once

#include "stylize/objective/moments.h"
#include "stylize/objective/style_loss.h"

namespace stylize {

// The losses that style_loss.h describes, as functions of moments: a pair of functions for each
// loss. Gram and whitened losses need only the second moments.

LayerStyle gram_style(const Moments& moments);
StyleGradient gram_gradient(const LayerStyle& style, const Moments& moments, double weight);

LayerStyle whitened_style(const Moments& moments);
StyleGradient whitened_gradient(const LayerStyle& style, const Moments& moments, double weight);

LayerStyle statistics_style(const Moments& moments);
StyleGradient statistics_gradient(const LayerStyle& style, const Moments& moments, double weight);

LayerStyle wasserstein_style(const Moments& moments);
StyleGradient wasserstein_gradient(const LayerStyle& style, const Moments& moments, double weight);

// The least value that a loss is divided by. It keeps losses finite where a target vanishes (a
// layer that is silent on a flat picture).
constexpr double kSmallestNorm = 1e-12;

// The squared norm of a target, by which its loss is divided; at least kSmallestNorm.
double norm_of(const at::Tensor& target);

}  // namespace stylize
