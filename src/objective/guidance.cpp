#include "stylize/objective/guidance.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "kernels/feature_products.h"
#include "kernels/guided_products.h"
#include "row_bands.h"
#include "stylize/image/resize.h"
#include "stylize/image/size_of.h"

namespace stylize {

Guide guide_of(const at::Tensor& map, const at::Tensor& features) {
  return guide_of(map, size_of(features), features.options());
}

Guide guide_of(const at::Tensor& map, const Size& layer, const at::TensorOptions& options,
               Frame frame) {
  if (!map.defined()) return {{}, false, std::move(frame)};
  at::Tensor squares = area_means(map, layer).to(at::kDouble).square_();
  if (!frame.empty()) squares.mul_(weights_of(frame, at::kDouble));
  const double mean = squares.mean().item<double>();
  if (mean == 0) return {{}, true, {}};
  return {squares.div_(mean).to(options).contiguous(), false, {}};
}

Guide part_of_guide(const Guide& guide, int64_t left, int64_t top, const Size& part) {
  if (!guide.weights.defined()) {
    return {{}, guide.blank, part_of_frame(guide.frame, left, top, part)};
  }
  return {guide.weights.narrow(2, top, part.height).narrow(3, left, part.width), guide.blank, {}};
}

void GuidedMap::add(AffineMap map, const Guide& guide) {
  parts_.push_back({std::move(map), guide});
}

// The map of a single part that has a frame instead of weights. It is applied to all pixels; where
// pixels count less, the result is brought nearer to what the identity alone gives.
at::Tensor GuidedMap::framed(const Part& part, const at::Tensor& features, bool overwrite) const {
  const std::vector<Strip> strips = strips_of(part.guide.frame, features.options());
  std::vector<at::Tensor> alone;
  for (const Strip& strip : strips) alone.push_back(strip.of(features) * identity_);
  AffineMap map = part.map;
  if (identity_ != 0) {
    map.matrix = map.matrix.clone();
    map.add_identity(identity_);
  }
  const at::Tensor result = map(features, overwrite);
  for (std::size_t i = 0; i < strips.size(); ++i) {
    at::Tensor pixels = strips[i].of(result);
    pixels.sub_(alone[i]).mul_(strips[i].weights).add_(alone[i]);
  }
  return result;
}

bool GuidedMap::has_only_matrices() const {
  return std::all_of(parts_.begin(), parts_.end(),
                     [](const Part& part) { return part.map.matrix.dim() == 2; });
}

at::Tensor GuidedMap::operator()(const at::Tensor& features, bool overwrite) const {
  if (parts_.empty()) return overwrite ? features.mul_(identity_) : features.mul(identity_);
  if (parts_.size() == 1 && !parts_.front().guide.weights.defined()) {
    return framed(parts_.front(), features, overwrite);
  }
  const at::Tensor result = overwrite ? features : at::empty_like(features);
  if (has_fast_products(features) && has_only_matrices()) {
    std::vector<GuidedProduct> products;
    for (const Part& part : parts_) {
      products.push_back({part.map.matrix, part.map.offset, part.guide.weights});
    }
    apply_guided_products(products, identity_, features, result);
    return result;
  }
  for_bands(features.size(2), features.size(3), [&](int64_t row, int64_t rows) {
    const at::Tensor band = features.narrow(2, row, rows);
    const at::Tensor sum = band * identity_;
    for (const Part& part : parts_) {
      const at::Tensor weights = part.guide.weights.narrow(2, row, rows);
      if (!weights.any().item<bool>()) continue;
      sum.addcmul_(part.map(band.clone(features.suggest_memory_format()), true), weights);
    }
    result.narrow(2, row, rows).copy_(sum);
  });
  return result;
}

}  // namespace stylize
