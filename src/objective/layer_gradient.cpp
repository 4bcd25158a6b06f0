#include "stylize/objective/layer_gradient.h"

#include <ATen/ATen.h>

namespace stylize {

void LayerGradient::add(const AffineMap& map, const Guide& guide) {
  maps_.add(map, guide);
  has_maps_ = true;
}

void LayerGradient::add_pull(const at::Tensor& towards, double strength) {
  maps_.add_identity(strength);
  pulls_.push_back({towards, strength});
}

at::Tensor LayerGradient::operator()(const at::Tensor& features, bool overwrite) const {
  const at::Tensor gradient = maps_(features, overwrite);
  for (const Pull& pull : pulls_) gradient.sub_(pull.towards, pull.strength);
  return gradient;
}

at::Tensor LayerGradient::direction(const at::Tensor& features, bool overwrite) const {
  if (!has_maps_ && pulls_.size() == 1) return features - pulls_.front().towards;
  return (*this)(features, overwrite);
}

}  // namespace stylize
