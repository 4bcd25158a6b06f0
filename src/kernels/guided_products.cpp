#include "kernels/guided_products.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "aligned_floats.h"
#include "kernel_choice.h"
#include "kernels/feature_products.h"
#include "weights.h"

namespace stylize {
namespace {

constexpr int64_t kGatheredRuns = 8;  // so that they stay in the L2 cache
constexpr int64_t kBlockPixels = 64;  // that maps are applied to at once

// The sums of a slice of the pixels.
class SliceSums {
 public:
  SliceSums(const float* features, const float* weights, int64_t channels, double* products,
            double* means)
      : features_(features),
        weights_(weights),
        channels_(channels),
        products_(products),
        means_(means),
        run_(pixels_of_run(channels)),
        gathered_(static_cast<std::size_t>(kGatheredRuns * run_ * channels)) {}

  // Adds rows [first, last), which are `width` pixels long.
  void add(int64_t first, int64_t last, int64_t width);

 private:
  void add_run(int64_t pixel, int64_t count);
  void gather(int64_t place, float* row) const;
  void finish();

  const float *features_, *weights_;
  const int64_t channels_;
  double* products_;
  double* means_;  // may be null
  const int64_t run_;
  kernels::AlignedFloats gathered_;
  int64_t runs_[kGatheredRuns] = {};
  int64_t runs_gathered_ = 0, pixels_gathered_ = 0;
};

// Features are multiplied by the root of the weight. Their product with themselves then carries
// each weight once; for the mean they are multiplied by the root a second time.
void SliceSums::gather(int64_t place, float* row) const {
  const float root = std::sqrt(weights_[place]);
  const float* from = features_ + place * channels_;
  for (int64_t c = 0; c < channels_; ++c) row[c] = root * from[c];
  if (!means_) return;
  for (int64_t c = 0; c < channels_; ++c) means_[c] += static_cast<double>(root * row[c]);
}

void SliceSums::add(int64_t first, int64_t last, int64_t width) {
  for (int64_t row = first; row < last; ++row) {
    for (int64_t column = 0; column < width; column += run_) {
      add_run(row * width + column, std::min(run_, width - column));
    }
  }
  finish();
}

// Gathers the pixels of a run that have a weight.
void SliceSums::add_run(int64_t pixel, int64_t count) {
  const int64_t before = pixels_gathered_;
  for (int64_t place = pixel; place < pixel + count; ++place) {
    if (weights_[place] > 0) gather(place, gathered_.data() + pixels_gathered_++ * channels_);
  }
  if (pixels_gathered_ == before) return;
  runs_[runs_gathered_++] = pixels_gathered_ - before;
  if (runs_gathered_ == kGatheredRuns) finish();
}

void SliceSums::finish() {
  kernels::best().add_gram(gathered_.data(), runs_, runs_gathered_, channels_, products_);
  runs_gathered_ = pixels_gathered_ = 0;
}

// Applies maps to the pixels of one thread.
class MapWorker {
 public:
  MapWorker(int64_t channels, float identity, int64_t panel)
      : channels_(channels),
        identity_(identity),
        sums_(static_cast<std::size_t>(kBlockPixels * channels)),
        gathered_(sums_.size()),
        scratch_(static_cast<std::size_t>(kScratchRows * (channels + panel))) {}

  void begin(const float* features, int64_t pixels);
  void add(const float* matrix, const float* offset, const float* features, const float* weights);
  void finish(float* result) const;

 private:
  const int64_t channels_;
  const float identity_;
  int64_t pixels_ = 0;
  kernels::AlignedFloats sums_, gathered_, scratch_;
  int64_t places_[kBlockPixels] = {};
};

void MapWorker::begin(const float* features, int64_t pixels) {
  pixels_ = pixels;
  for (int64_t i = 0; i < pixels * channels_; ++i) {
    sums_[static_cast<std::size_t>(i)] = identity_ * features[i];
  }
}

void MapWorker::add(const float* matrix, const float* offset, const float* features,
                    const float* weights) {
  const std::size_t row_bytes = static_cast<std::size_t>(channels_) * sizeof(float);
  int64_t count = 0;
  for (int64_t pixel = 0; pixel < pixels_; ++pixel) {
    if (!(weights[pixel] > 0)) continue;
    std::memcpy(gathered_.data() + count * channels_, features + pixel * channels_, row_bytes);
    places_[count++] = pixel;
  }
  if (count == 0) return;
  kernels::best().multiply_in_place(gathered_.data(), count, channels_, matrix, scratch_.data());
  for (int64_t i = 0; i < count; ++i) {
    const float weight = weights[places_[i]];
    const float* product = gathered_.data() + i * channels_;
    float* sum = sums_.data() + places_[i] * channels_;
    for (int64_t c = 0; c < channels_; ++c) sum[c] += weight * product[c];
    if (!offset) continue;
    for (int64_t c = 0; c < channels_; ++c) sum[c] += weight * offset[c];
  }
}

void MapWorker::finish(float* result) const {
  std::copy_n(sums_.data(), pixels_ * channels_, result);
}

// A map as the kernels want it.
struct PackedMap {
  kernels::AlignedFloats matrix;
  at::Tensor offset, weights;

  explicit PackedMap(const GuidedProduct& map)
      : matrix(static_cast<std::size_t>(map.matrix.numel())),
        offset(map.offset.defined() ? map.offset.to(at::kFloat).contiguous() : at::Tensor()),
        weights(map.weights.contiguous()) {
    const int64_t channels = map.matrix.size(0);
    const at::Tensor rows = map.matrix.to(at::kFloat).contiguous();
    kernels::pack_panels(rows.data_ptr<float>(), channels, channels, kernels::best().panel,
                         matrix.data());
  }
};

}  // namespace

GuidedSums fast_guided_sums(const at::Tensor& features, const at::Tensor& weights,
                            bool with_means) {
  const int64_t channels = features.size(1), height = features.size(2), width = features.size(3);
  const at::Tensor guide = weights.contiguous();
  const int64_t slices = product_slices(height, width);
  const at::Tensor products = at::zeros({slices, channels, channels}, at::kDouble);
  const at::Tensor means = at::zeros({slices, channels}, at::kDouble);
  for_slices(slices, height, [&](int64_t slice, int64_t first, int64_t last) {
    SliceSums sums(features.data_ptr<float>(), guide.data_ptr<float>(), channels,
                   products.data_ptr<double>() + slice * channels * channels,
                   with_means ? means.data_ptr<double>() + slice * channels : nullptr);
    sums.add(first, last, width);
  });
  const auto pixels = static_cast<double>(height * width);
  GuidedSums sums{complete_products(products, pixels), {}};
  if (with_means) sums.means = means.sum(0).div_(pixels);
  return sums;
}

void apply_guided_products(const std::vector<GuidedProduct>& maps, double identity,
                           const at::Tensor& features, const at::Tensor& result) {
  const int64_t channels = features.size(1), pixels = features.size(2) * features.size(3);
  const std::vector<PackedMap> packed(maps.begin(), maps.end());
  const float* from = features.data_ptr<float>();
  float* to = result.data_ptr<float>();
  at::parallel_for(0, pixels, kBlockPixels, [&](int64_t begin, int64_t end) {
    MapWorker worker(channels, static_cast<float>(identity), kernels::best().panel);
    for (int64_t first = begin; first < end; first += kBlockPixels) {
      const float* block = from + first * channels;
      worker.begin(block, std::min(kBlockPixels, end - first));
      for (const PackedMap& map : packed) {
        worker.add(map.matrix.data(), map.offset.defined() ? map.offset.data_ptr<float>() : nullptr,
                   block, map.weights.data_ptr<float>() + first);
      }
      worker.finish(to + first * channels);
    }
  });
}

}  // namespace stylize
