#include "stylize/objective/style_blend.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <tuple>

#include "eigen.h"
#include "matrix_product.h"

namespace stylize {
namespace {

// A style with its factor c_k (style_blend.h); styles that do not count are left out.
struct Part {
  const LayerStyle* style;
  double factor;
};

at::Tensor mean_of(const std::vector<Part>& parts, at::Tensor LayerStyle::*member) {
  at::Tensor sum;
  for (const Part& part : parts) {
    const at::Tensor& own = part.style->*member;
    if (!own.defined()) return {};
    sum = sum.defined() ? sum.add_(own, part.factor) : own * part.factor;
  }
  return sum;
}

// A covariance is stored as its axes and the deviations along them. The blend's root is the
// weighted sum of the styles' roots U diag(spread) U^T; its eigenvectors and eigenvalues are the
// blend's axes and deviations.
void set_root(LayerStyle& blend, const std::vector<Part>& parts) {
  at::Tensor root;
  for (const Part& part : parts) {
    const at::Tensor axes = part.style->matrix.to(at::kCPU, at::kDouble);
    const at::Tensor spread = part.style->spread.to(at::kCPU, at::kDouble);
    const at::Tensor own = matrix_product(axes * (spread * part.factor).unsqueeze(0), axes.t());
    root = root.defined() ? root.add_(own) : own;
  }
  const auto [values, vectors] = eigen(root);
  const LayerStyle& first = *parts.front().style;
  blend.spread = values.clamp_min(0).to(first.spread.options());
  blend.matrix = vectors.to(first.matrix.options());
}

}  // namespace

LayerStyle blend_styles(StyleLoss loss, const std::vector<LayerStyle>& styles,
                        const std::vector<double>& weights) {
  std::vector<Part> parts;
  double sum = 0, sum_of_weights = 0;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    if (weights[i] == 0 || styles[i].norm == 0) continue;
    parts.push_back({&styles[i], weights[i] / styles[i].norm});
    sum += parts.back().factor;
    sum_of_weights += weights[i];
  }
  if (parts.empty()) return styles.front();
  if (parts.size() == 1) return *parts.front().style;
  for (Part& part : parts) part.factor /= sum;
  LayerStyle blend;
  blend.norm = sum_of_weights / sum;
  blend.mean = mean_of(parts, &LayerStyle::mean);
  if (loss == StyleLoss::kWasserstein) {
    set_root(blend, parts);
  } else {
    blend.matrix = mean_of(parts, &LayerStyle::matrix);
    blend.spread = mean_of(parts, &LayerStyle::spread);
    blend.metric = mean_of(parts, &LayerStyle::metric);
  }
  return blend;
}

}  // namespace stylize
