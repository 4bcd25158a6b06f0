#pragma once

#include <vector>

#include "stylize/objective/style_loss.h"

namespace stylize {

/// The target of one layer for a blend of styles, all of them made with the same loss. `weights`
/// has a weight w_k >= 0 for each style, not all 0; only their ratios count. Styles that ask for
/// nothing at this layer (norm 0) are ignored. If a single style is left, the result is that style,
/// bit for bit. Otherwise, with
///   c_k = (w_k / norm_k) / sum over j of w_j / norm_j
/// it is
///   gram         sum c_k A_k;
///   whitened     sum c_k A_k, with the metric sum c_k P_k;
///   statistics   sum c_k m_k and sum c_k s_k;
///   wasserstein  the mean sum c_k m_k, and the covariance whose root is sum c_k S_k^1/2: close to
///                the barycenter of the Gaussians, and equal to it where their axes agree.
/// The norm is (sum w_k) / (sum w_k / norm_k). For gram and statistics, the loss then differs from
/// the sum of the styles' own losses, weighted by w_k / sum w, only by a constant.
LayerStyle blend_styles(StyleLoss loss, const std::vector<LayerStyle>& styles,
                        const std::vector<double>& weights);

}  // namespace stylize
