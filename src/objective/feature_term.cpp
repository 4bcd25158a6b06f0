#include "stylize/objective/feature_term.h"

#include <ATen/ATen.h>

#include <cstddef>
#include <utility>

#include "kernels/vector_math.h"
#include "kernels/vector_store.h"
#include "stylize/image/size_of.h"

namespace stylize {
namespace {

void write_part(const MapPart& part, const at::Tensor& features, StoredVector& map) {
  const at::Tensor pixels = features.contiguous(at::MemoryFormat::ChannelsLast);
  const int64_t channels = features.size(1), width = features.size(3);
  for (int64_t row = 0; row < features.size(2); ++row) {
    const int64_t first = ((part.top + row) * part.map.width + part.left) * channels;
    map.write(first, pixels.data_ptr<float>() + row * width * channels, width * channels);
  }
}

}  // namespace

FeatureTerm::FeatureTerm(const char* name, std::vector<double> weights)
    : name_(name), weights_(std::move(weights)), distances_(weights_.size()) {}

FeatureTarget FeatureTerm::target(Features features) const {
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i] == 0) features[i].reset();
  }
  return feature_target(std::move(features));
}

void FeatureTerm::keep(const MapPart& part, const at::Tensor& features, VectorStore* store,
                       FeatureTarget& target) const {
  if (weights_[part.layer] == 0) return;
  if (store) {
    target.stored.resize(weights_.size());
    std::shared_ptr<StoredVector>& map = target.stored[part.layer];
    if (!map) map = store->make(part.map.width * part.map.height * features.size(1));
    write_part(part, features, *map);
    return;
  }
  at::Tensor& map = target.features[part.layer];
  if (size_of(features) == part.map) {
    map = features;
    return;
  }
  if (!map.defined()) {
    map = at::empty({1, features.size(1), part.map.height, part.map.width}, features.options(),
                    features.suggest_memory_format());
  }
  part_of_map(map, part, features).copy_(features);
}

void FeatureTerm::set(FeatureTarget target) {
  target_ = std::move(target);
}

bool FeatureTerm::reads(const MapPart& part) const {
  return part.octave == 0 && weights_[part.layer] > 0;
}

void FeatureTerm::clear() {
  distances_.assign(weights_.size(), 0);
}

void FeatureTerm::measure(const MapPart& part, const at::Tensor& features) {
  at::Tensor target = part_of_target(target_, part, features);
  // A part of a map is not contiguous, and a sum over it would be slow.
  if (size_of(features) != part.map) target = target.contiguous(features.suggest_memory_format());
  distances_[part.layer] += squared_distance(features, target);
}

void FeatureTerm::add_loss(const MapPart& part, double& loss) {
  loss += weights_[part.layer] / target_.norms[part.layer] * distances_[part.layer];
}

void FeatureTerm::add_gradient(const MapPart& part, const at::Tensor& features,
                               LayerGradient& gradient) const {
  gradient.add_pull(part_of_target(target_, part, features),
                    2 * (weights_[part.layer] / target_.norms[part.layer]));
}

}  // namespace stylize
