#pragma once

#include <ATen/core/Tensor.h>

#include "stylize/objective/affine_map.h"
#include "stylize/objective/guidance.h"
#include "stylize/objective/moments.h"
#include "stylize/settings/objective_options.h"

namespace stylize {

/// The target that a style sets for one layer. Which of the tensors are defined, and what they
/// mean, depends on the loss (see layer_style()). All are undefined for a layer without a target.
struct LayerStyle {
  at::Tensor matrix;       ///< [C, C]
  at::Tensor mean;         ///< [C], of each channel
  at::Tensor spread;       ///< [C]
  double norm = 0;         ///< by which the loss is divided, > 0; 0: this layer has no target
  at::Tensor metric = {};  ///< [C, C]
};

/// The value of a loss at features F, and its gradient d loss / d F as a map of F. With a guide,
/// the gradient is that map times the guide's weights (GuidedMap).
struct StyleGradient {
  double loss = 0;
  AffineMap gradient;
};

/// The target made from features [1, C, H, W] of a style. With n = H * W pixels, the mean m of each
/// channel and the covariance S = F F^T / n - m m^T, it is
///   gram         A = F F^T / n; norm |A|^2
///   whitened     A; metric P = (A / a + 0.1 I)^-1/2 with the mean a of A's eigenvalues; norm
///                tr(A P A P)
///   statistics   m and the standard deviations s = sqrt(diag S + e); norm |m|^2 + tr S
///   wasserstein  m and S + e I = U diag(spread^2) U^T, matrix U; norm |m|^2 + tr S
/// e is 1e-4 of norm / C. It keeps derivatives finite for channels that are silent and for
/// directions in which features do not vary. kNeighbours uses gram. With a guide of weights g the
/// mean is  sum g f / n  and the Gram matrix  sum g f f^T / n; a blank guide gives no target.
LayerStyle layer_style(StyleLoss loss, const at::Tensor& features, const Guide& guide = {});

/// The same for features with these moments, which measured() gives.
LayerStyle layer_style(StyleLoss loss, const Moments& moments);

/// The moments of features that a loss depends on; the style is described by the same moments. A
/// guide, which must not be blank, weights the pixels.
Moments measured(StyleLoss loss, const at::Tensor& features, const Guide& guide = {});

/// The value and gradient of weight * loss, for features of any size with as many channels as the
/// style. The loss is
///   gram         |F F^T / n - A|^2 / norm (Gatys, Ecker, Bethge, CVPR 2016)
///   whitened     tr(D P D P) / norm with D = F F^T / n - A: the distance of Gram matrices of
///                features that P^1/2 was applied to, in which the style is nearly as strong in
///                every direction. The Gram matrices of natural pictures have few strong
///                directions, and the loss above sees little else
///   statistics   (|m - m'|^2 + |s - s'|^2) / norm (Li, Wang, Liu, Hou, IJCAI 2017; Huang,
///                Belongie, ICCV 2017)
///   wasserstein  (|m - m'|^2 + tr(S + S' - 2 (S'^1/2 S S'^1/2)^1/2)) / norm, the squared
///                2-Wasserstein distance of the Gaussians with these means and covariances, e I
///                added to both
/// where ' marks what belongs to the style. Features that are not finite give a loss that is not
/// finite. The first function takes the moments of the features, as measured() gives them.
StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const Moments& moments,
                             double weight);
StyleGradient style_gradient(StyleLoss loss, const LayerStyle& style, const at::Tensor& features,
                             double weight, const Guide& guide = {});

}  // namespace stylize
