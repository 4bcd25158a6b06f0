#include "stylize/objective/moments.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "kernels/feature_products.h"
#include "kernels/guided_products.h"
#include "row_bands.h"
#include "style_losses.h"
#include "stylize/objective/gram_matrix.h"

namespace stylize {
namespace {

double pixels_of(const at::Tensor& features) {
  return static_cast<double>(features.size(2) * features.size(3));
}

// Other features than those of fast_means() are summed in double band by band, so that there is no
// copy of them in double.
at::Tensor means_of(const at::Tensor& features) {
  if (has_fast_products(features)) return fast_means(features);
  at::Tensor sum = at::zeros({features.size(1)}, features.options().dtype(at::kDouble));
  for_bands(features.size(2), features.size(3), [&](int64_t row, int64_t rows) {
    sum.add_(features.narrow(2, row, rows).to(at::kDouble).sum({0, 2, 3}));
  });
  return sum.div_(pixels_of(features));
}

// Features are multiplied by the root of the weights. Their product with themselves then carries
// each weight once; for the mean they are multiplied by the root a second time.
Moments guided_moments(const at::Tensor& features, const at::Tensor& weights, bool with_mean) {
  if (has_fast_products(features)) {
    GuidedSums sums = fast_guided_sums(features, weights, with_mean);
    return {std::move(sums.means), std::move(sums.products), pixels_of(features)};
  }
  const int64_t channels = features.size(1);
  const at::TensorOptions options = features.options().dtype(at::kDouble);
  Moments moments{{}, at::zeros({channels, channels}, options), pixels_of(features)};
  if (with_mean) moments.mean = at::zeros({channels}, options);
  for_bands(features.size(2), features.size(3), [&](int64_t row, int64_t rows) {
    const at::Tensor root = weights.narrow(2, row, rows).sqrt();
    if (!root.any().item<bool>()) return;
    const at::Tensor band = features.narrow(2, row, rows) * root;
    moments.second.add_(gram_matrix(band), pixels_of(band) / moments.pixels);
    if (with_mean) {
      moments.mean.add_((band * root).to(at::kDouble).sum({0, 2, 3}), 1 / moments.pixels);
    }
  });
  return moments;
}

// Subtracts what pixels count less than 1.
Moments framed(Moments moments, const at::Tensor& features, const Frame& frame) {
  if (frame.empty()) return moments;
  const double pixels = moments.pixels;
  for (const Strip& strip : strips_of(frame, features.options())) {
    const at::Tensor root = (1 - strip.weights).sqrt_();
    const at::Tensor less =
        (strip.of(features) * root).contiguous(features.suggest_memory_format());
    moments.second.sub_(gram_matrix(less), pixels_of(less) / pixels);
    if (moments.mean.defined())
      moments.mean.sub_((less * root).to(at::kDouble).sum({0, 2, 3}), 1 / pixels);
  }
  moments.pixels = area_of(frame);
  if (moments.pixels == 0) return moments;
  moments.second.mul_(pixels / moments.pixels);
  if (moments.mean.defined()) moments.mean.mul_(pixels / moments.pixels);
  return moments;
}

}  // namespace

void MomentSum::add(const Moments& part) {
  if (part.pixels == 0) return;
  if (empty()) {
    sum_ = part;
    return;
  }
  const double all = sum_.pixels + part.pixels;
  const auto mean_of = [&](const at::Tensor& before, const at::Tensor& own) {
    return (before * sum_.pixels).add_(own, part.pixels).div_(all);
  };
  if (sum_.mean.defined()) sum_.mean = mean_of(sum_.mean, part.mean);
  sum_.second = mean_of(sum_.second, part.second);
  sum_.pixels = all;
}

Moments moments_of(const at::Tensor& features, const Guide& guide) {
  if (guide.weights.defined()) return guided_moments(features, guide.weights, true);
  return framed({means_of(features), gram_matrix(features), pixels_of(features)}, features,
                guide.frame);
}

Moments second_moments_of(const at::Tensor& features, const Guide& guide) {
  if (guide.weights.defined()) return guided_moments(features, guide.weights, false);
  return framed({{}, gram_matrix(features), pixels_of(features)}, features, guide.frame);
}

double mean_square(const Moments& moments) {
  return std::max(moments.second.diagonal().sum(at::kDouble).item<double>(), kSmallestNorm);
}

double regularization(double mean_square, int64_t channels) {
  return 1e-4 * mean_square / static_cast<double>(channels);
}

}  // namespace stylize
