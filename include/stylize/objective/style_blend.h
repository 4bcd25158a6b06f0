#pragma once

#include <vector>

#include "stylize/objective/style_loss.h"

namespace stylize {

/// What several styles, all of the same loss, ask of one layer together. `weights` has one for
/// each,
/// >= 0, not all 0; only their ratios count. With one weight that is not 0 it is that style,
/// bit for bit. With
///   c_k = (w_k / norm_k) / sum over j of w_j / norm_j
/// it is for
///   gram         sum c_k A_k,
///   statistics   sum c_k m_k and sum c_k s_k, and for both
///   norm         (sum w_k) / (sum w_k / norm_k), so that the loss differs from the sum of the
///                styles' own losses, weighted by w_k / sum w, by a constant only;
///   wasserstein  the mean sum c_k m_k, and the covariance whose root is sum c_k S_k^1/2: near the
///                barycenter of the Gaussians, and equal to it where their axes agree.
LayerStyle blend_styles(StyleLoss loss, const std::vector<LayerStyle>& styles,
                        const std::vector<double>& weights);

}  // namespace stylize
