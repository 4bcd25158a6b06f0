#include "stylize/objective/feature_target.h"

#include <ATen/ATen.h>

#include <utility>

#include "style_losses.h"

namespace stylize {

FeatureTarget feature_target(Features features) {
  std::vector<double> norms;
  for (const at::Tensor& map : features) norms.push_back(map.defined() ? norm_of(map) : 0);
  return {std::move(features), std::move(norms)};
}

int64_t bytes_of(const FeatureTarget& target) {
  int64_t bytes = 0;
  for (const at::Tensor& map : target.features) {
    if (map.defined()) bytes += static_cast<int64_t>(map.nbytes());
  }
  return bytes;
}

}  // namespace stylize
