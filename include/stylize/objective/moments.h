#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "stylize/objective/guidance.h"

namespace stylize {

/// The mean m [C] of each channel of features [1, C, H, W], and their second moments F F^T / n, a
/// matrix [C, C], which is also their Gram matrix. The covariance is F F^T / n - m m^T. All of F
/// F^T is computed even where only its diagonal is needed, since that is the fastest sum of squares
/// that we have. Both are float64, whatever the features are.
struct Moments {
  at::Tensor mean;    ///< [C]; undefined if only second moments were asked for
  at::Tensor second;  ///< [C, C]
  double pixels = 0;  ///< n = H * W, or the sum of a frame's weights

  int64_t channels() const { return second.size(0); }
};

/// Combines the moments of the parts of a map into those of the whole map.
class MomentSum {
 public:
  /// Adds a part; one without pixels changes nothing. Either all parts have a mean, or none has.
  void add(const Moments& part);

  bool empty() const { return sum_.pixels == 0; }

  /// The moments of all parts together. Of a single part these are its own moments, bit for bit.
  const Moments& total() const { return sum_; }

 private:
  Moments sum_;
};

/// The moments of features [1, C, H, W], each pixel weighted by the guide, which must not be blank.
/// second_moments_of() leaves the mean undefined.
Moments moments_of(const at::Tensor& features, const Guide& guide);
Moments second_moments_of(const at::Tensor& features, const Guide& guide);

/// The mean over all pixels of |f|^2, the squared length of a pixel's channels. It equals |m|^2 +
/// tr S with the covariance S, and is at least 1e-12.
double mean_square(const Moments& moments);

/// The number e of style_loss.h that is added to variances: 1e-4 of mean_square / channels.
/// `mean_square` is that of the style.
double regularization(double mean_square, int64_t channels);

}  // namespace stylize
