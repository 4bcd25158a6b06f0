#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "eigen.h"
#include "kernels/vector_math.h"
#include "matrix_product.h"
#include "style_losses.h"

namespace stylize {
namespace {

// Always in double on the CPU: roots of small eigenvalues need the digits, and a matrix this small
// is not worth another device.
at::Tensor covariance(const Moments& moments) {
  return (moments.second - at::outer(moments.mean, moments.mean)).to(at::kCPU);
}

// The part of the distance that depends on the covariances (the trace in style_loss.h), and the
// matrix T of the optimal transport of one Gaussian to the other.
struct Transport {
  double distance = 0;
  at::Tensor matrix;
};

// With B = U diag(spread), so that B B^T = S' is the style's covariance, M = B^T S B has the
// eigenvalues of S'^1/2 S S'^1/2. With M = Q L Q^T, T = B M^-1/2 B^T = W W^T where W = B Q L^-1/4.
// S is rotated into the style's eigenvectors first, which keeps the rounding errors of large
// variances away from the small ones.
Transport transport(const LayerStyle& style, const at::Tensor& covariance, double regularization) {
  const at::Tensor axes = style.matrix.to(at::kCPU), spread = style.spread.to(at::kCPU);
  const at::Tensor rotated = matrix_product(axes.t(), matrix_product(covariance, axes));
  rotated.diagonal().add_(regularization);
  auto [values, vectors] = eigen(rotated * at::outer(spread, spread));
  values = values.clamp_min(regularization * regularization);  // the exact values are no smaller
  const double traces = rotated.trace().item<double>() + spread.square().sum().item<double>();
  const at::Tensor root = spread.unsqueeze(1) * vectors * values.pow(-0.25).unsqueeze(0);
  const at::Tensor root_of_transport = matrix_product(axes, root);
  return {std::max(0.0, traces - 2 * values.sqrt().sum().item<double>()),
          matrix_product(root_of_transport, root_of_transport.t()).to(style.matrix.device())};
}

}  // namespace

LayerStyle wasserstein_style(const Moments& moments) {
  LayerStyle style;
  style.norm = mean_square(moments);
  style.mean = moments.mean;
  const auto [values, vectors] = eigen(covariance(moments));
  const double added = regularization(style.norm, moments.channels());
  style.matrix = vectors.to(moments.second.options());
  style.spread = values.clamp_min(0).add_(added).sqrt_().to(moments.second.options());
  return style;
}

// The gradient at a pixel is 2 / (n norm) times the pixel minus the point to which the optimal
// transport takes it: F - (T (F - m) + m') = (I - T) F + T m - m'.
StyleGradient wasserstein_gradient(const LayerStyle& style, const Moments& moments, double weight) {
  // An eigendecomposition would fail here. A loss of NaN tells the optimizer to try a smaller step.
  if (!all_finite(moments.second)) {
    return {std::numeric_limits<double>::quiet_NaN(), {at::zeros_like(style.spread), {}}};
  }
  const Transport found =
      transport(style, covariance(moments), regularization(style.norm, moments.channels()));
  const double scale = weight / style.norm;
  const double loss = scale * (squared_distance(moments.mean, style.mean) + found.distance);
  const double factor = 2 * scale / moments.pixels;
  const at::Tensor moved = (found.matrix * moments.mean).sum(1).sub_(style.mean);
  AffineMap gradient{found.matrix * -factor, moved * factor};
  gradient.add_identity(factor);
  return {loss, gradient};
}

}  // namespace stylize
