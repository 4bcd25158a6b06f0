#include "stylize/objective/temporal_term.h"

#include <ATen/ATen.h>

#include <utility>

namespace stylize {

void TemporalTerm::set(at::Tensor target, at::Tensor reliability) {
  target_ = std::move(target);
  reliability_ = std::move(reliability);
}

void TemporalTerm::add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient) {
  if (weight_ == 0) return;
  const double scale = weight_ / static_cast<double>(picture.numel());
  const at::Tensor difference = picture - target_;
  const at::Tensor weighted = difference * reliability_;
  loss += scale * (difference * weighted).sum(at::kDouble).item<double>();
  gradient.add_(weighted, 2 * scale);
}

}  // namespace stylize
