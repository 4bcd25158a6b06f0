#include "stylize/objective/guidance.h"

#include <ATen/ATen.h>

#include <utility>

#include "row_bands.h"
#include "stylize/image/resize.h"
#include "stylize/image/size_of.h"

namespace stylize {

Guide guide_of(const at::Tensor& map, const at::Tensor& features) {
  return guide_of(map, size_of(features), features.options());
}

Guide guide_of(const at::Tensor& map, const Size& layer, const at::TensorOptions& options) {
  if (!map.defined()) return {};
  const at::Tensor squares = resize_pixels(map, layer).to(at::kDouble).square_();
  const double mean = squares.mean().item<double>();
  if (mean == 0) return {{}, true};
  return {squares.div_(mean).to(options).contiguous(), false};
}

void GuidedMap::add(AffineMap map, const Guide& guide) {
  parts_.push_back({std::move(map), guide.weights});
}

at::Tensor GuidedMap::operator()(const at::Tensor& features, bool overwrite) const {
  if (parts_.empty()) return overwrite ? features.mul_(identity_) : features.mul(identity_);
  if (parts_.size() == 1 && !parts_.front().weights.defined()) {
    AffineMap map = parts_.front().map;
    if (identity_ != 0) {
      map.matrix = map.matrix.clone();
      map.add_identity(identity_);
    }
    return map(features, overwrite);
  }
  const at::Tensor result = overwrite ? features : at::empty_like(features);
  for_bands(features.size(2), features.size(3), [&](int64_t row, int64_t rows) {
    const at::Tensor band = features.narrow(2, row, rows);
    const at::Tensor sum = band * identity_;
    for (const Part& part : parts_) {
      const at::Tensor weights = part.weights.narrow(2, row, rows);
      if (!weights.any().item<bool>()) continue;
      sum.addcmul_(part.map(band.clone(features.suggest_memory_format()), true), weights);
    }
    result.narrow(2, row, rows).copy_(sum);
  });
  return result;
}

}  // namespace stylize
