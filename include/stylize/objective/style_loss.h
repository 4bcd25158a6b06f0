#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/objective/affine_map.h"
#include "stylize/objective/guidance.h"
#include "stylize/objective/moments.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// What a style asks of one layer. Which tensors there are, and what they are, is the matter of the
/// loss that made it; all are undefined for a layer that is no style layer.
struct LayerStyle {
  at::Tensor matrix;  ///< [C, C]
  at::Tensor mean;    ///< [C], of each channel
  at::Tensor spread;  ///< [C]
  double norm = 0;    ///< what the loss is relative to; > 0, 0 where nothing is asked
};

/// The value of a loss at features F, and its gradient d loss / d F as a map of F; of a guided loss
/// the gradient is that map times the guide's weights (GuidedMap).
struct StyleGradient {
  double loss = 0;
  AffineMap gradient;
};

/// What features [1, C, H, W] of a style ask for. With n = H * W pixels, the mean m of each channel
/// and the covariance S = F F^T / n - m m^T:
///   gram         A = F F^T / n; norm |A|^2
///   statistics   m and the standard deviations s = sqrt(diag S + e); norm |m|^2 + tr S
///   wasserstein  m and S + e I = U diag(spread^2) U^T, matrix U; norm |m|^2 + tr S
/// e is 1e-4 of norm / C: it keeps channels that are silent, and directions in which features do
/// not vary, from having infinite derivatives. With a guide of weights g the mean is
/// sum g f / n  and the Gram matrix  sum g f f^T / n; one that is blank asks for nothing.
LayerStyle layer_style(StyleLoss loss, const at::Tensor& features, const Guide& guide = {});

/// The same of features with these moments, as measured() gives them.
LayerStyle layer_style(StyleLoss loss, const Moments& moments);

/// The moments of features that a loss is a function of, at its style and here. A guide that is
/// not blank weights the pixels.
Moments measured(StyleLoss loss, const at::Tensor& features, const Guide& guide = {});

/// weight * loss of features of any size that have the style's channels, where the loss is
///   gram         |F F^T / n - A|^2 / norm (Gatys, Ecker, Bethge, CVPR 2016)
///   statistics   (|m - m'|^2 + |s - s'|^2) / norm (Li, Wang, Liu, Hou, IJCAI 2017; Huang,
///                Belongie, ICCV 2017)
///   wasserstein  (|m - m'|^2 + tr(S + S' - 2 (S'^1/2 S S'^1/2)^1/2)) / norm, the squared
///                2-Wasserstein distance of the Gaussians with these means and covariances, e I
///                added to both
/// with ' for the style's. Features that are not finite give a loss that is none. The first is of
/// features with these moments, as measured() gives them.
StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const Moments& moments,
                             double weight);
StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const at::Tensor& features,
                             double weight, const Guide& guide = {});

}  // namespace stylize
