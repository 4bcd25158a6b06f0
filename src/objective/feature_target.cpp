#include "stylize/objective/feature_target.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "kernels/vector_math.h"
#include "kernels/vector_store.h"
#include "style_losses.h"

namespace stylize {
namespace {

// Reads the map in blocks. The result is that of a map in memory, bit for bit.
double norm_of(const StoredVector& map) {
  constexpr int64_t kNormAtOnce = 64 * kElementsOfSum;
  const at::Tensor numbers = at::empty({kNormAtOnce}, at::kFloat);
  double sum = 0;
  for (int64_t first = 0; first < map.size(); first += kNormAtOnce) {
    const at::Tensor block = numbers.narrow(0, 0, std::min(kNormAtOnce, map.size() - first));
    map.read(first, block.data_ptr<float>(), block.numel());
    sum = dot_product(block, block, sum);
  }
  return std::max(sum, kSmallestNorm);
}

}  // namespace

FeatureTarget feature_target(Features features) {
  FeatureTarget target{std::move(features), {}};
  set_norms(target);
  return target;
}

void set_norms(FeatureTarget& target) {
  target.norms.assign(target.features.size(), 0);
  for (std::size_t i = 0; i < target.features.size(); ++i) {
    const at::Tensor& map = target.features[i];
    if (map.defined()) target.norms[i] = norm_of(map);
    if (i < target.stored.size() && target.stored[i]) target.norms[i] = norm_of(*target.stored[i]);
  }
}

at::Tensor part_of_target(const FeatureTarget& target, const MapPart& part,
                          const at::Tensor& features) {
  const StoredVector* stored = target.stored.empty() ? nullptr : target.stored[part.layer].get();
  if (!stored) return part_of_map(target.features[part.layer], part, features);
  const int64_t channels = features.size(1), height = features.size(2), width = features.size(3);
  at::Tensor own = at::empty({1, channels, height, width}, at::TensorOptions(at::kFloat),
                             at::MemoryFormat::ChannelsLast);
  for (int64_t row = 0; row < height; ++row) {
    const int64_t first = ((part.top + row) * part.map.width + part.left) * channels;
    stored->read(first, own.data_ptr<float>() + row * width * channels, width * channels);
  }
  return own;
}

int64_t bytes_of(const FeatureTarget& target) {
  int64_t bytes = 0;
  for (const at::Tensor& map : target.features) {
    if (map.defined()) bytes += static_cast<int64_t>(map.nbytes());
  }
  return bytes;
}

}  // namespace stylize
