#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "stylize/objective/guidance.h"

namespace stylize {

/// Mean m [C] of each channel of features [1, C, H, W], and F F^T / n [C, C]. The covariance is the
/// second less m m^T. The Gram matrix is the fastest sum of squares at hand, also where the
/// diagonal alone is used.
struct Moments {
  at::Tensor mean;  ///< undefined where the second was asked for alone
  at::Tensor second;
  double pixels = 0;  ///< n

  int64_t channels() const { return second.size(0); }
};

/// Moments of a map of which parts come one after the other. Of many parts they are summed in
/// double.
class MomentSum {
 public:
  void add(const Moments& part);

  bool empty() const { return sum_.pixels == 0; }

  /// Of the type that the parts' have; of a single part those, bit for bit.
  Moments total() const;

 private:
  Moments sum_;
  at::ScalarType type_ = at::kFloat;
};

/// Each pixel weighted by a guide that is not blank.
Moments moments_of(const at::Tensor& features, const Guide& guide);
Moments second_moments_of(const at::Tensor& features, const Guide& guide);

/// |m|^2 + tr S, the mean square of a pixel's channels; not below kSmallestNorm.
double mean_square(const Moments& moments);

/// What is added to variances, for a style with this mean square of C channels.
double regularization(double mean_square, int64_t channels);

}  // namespace stylize
