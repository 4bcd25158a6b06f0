#include "motion/warp.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "support/moved_picture.h"

namespace stylize {
namespace {

constexpr int64_t kHeight = 20, kWidth = 30;

// a + b x + c y + d x^2 + e x y, and the same where a flow leads.
at::Tensor surface(const at::Tensor& x, const at::Tensor& y, bool quadratic) {
  at::Tensor values = 0.3 + 0.02 * x - 0.01 * y;
  if (quadratic) values = values + 0.001 * x * x - 0.002 * x * y + 0.0005 * y * y;
  return values;
}

double largest_error(bool quadratic, Interpolation interpolation) {
  const at::Tensor x =
      at::arange(kWidth, at::kFloat).view({1, 1, 1, kWidth}) + at::zeros({1, 1, kHeight, kWidth});
  const at::Tensor y = at::arange(kHeight, at::kFloat).view({1, 1, kHeight, 1}) + at::zeros_like(x);
  const at::Tensor flow = LinearMotion{1.1, 0.05, -0.04, 0.95, 1.3, -0.7}.flow(kHeight, kWidth);
  const at::Tensor expected =
      surface(x + flow.narrow(1, 0, 1), y + flow.narrow(1, 1, 1), quadratic);
  const at::Tensor found = warped(surface(x, y, quadratic), flow, interpolation);
  return inner(found - expected, 6).abs().max().item<double>();
}

TEST(Warp, IsExactForPlanes) {
  EXPECT_LT(largest_error(false, Interpolation::kLinear), 1e-5);
  EXPECT_LT(largest_error(false, Interpolation::kCubic), 1e-5);
}

TEST(Warp, IsExactForQuadraticSurfacesIfCubic) {
  EXPECT_LT(largest_error(true, Interpolation::kCubic), 1e-5);
  EXPECT_GT(largest_error(true, Interpolation::kLinear), 1e-4);
}

TEST(Warp, ByWholePixelsMovesThemAndRepeatsTheBorder) {
  at::manual_seed(2);
  const at::Tensor map = at::rand({1, 3, kHeight, kWidth});
  const at::Tensor flow = LinearMotion{1, 0, 0, 1, 2, -1}.flow(kHeight, kWidth);
  for (const Interpolation interpolation : {Interpolation::kLinear, Interpolation::kCubic}) {
    const at::Tensor found = warped(map, flow, interpolation);
    EXPECT_TRUE(at::equal(found.narrow(2, 1, kHeight - 1).narrow(3, 0, kWidth - 2),
                          map.narrow(2, 0, kHeight - 1).narrow(3, 2, kWidth - 2)));
    EXPECT_TRUE(at::equal(found.select(3, kWidth - 1).narrow(2, 1, kHeight - 1),
                          map.select(3, kWidth - 1).narrow(2, 0, kHeight - 1)));
    EXPECT_TRUE(at::equal(found.select(2, 0).narrow(2, 0, kWidth - 2),
                          map.select(2, 0).narrow(2, 2, kWidth - 2)));
  }
}

TEST(Warp, SurvivesAnyFlow) {
  const at::Tensor map = at::rand({1, 1, 5, 4});
  const float infinite = std::numeric_limits<float>::infinity();
  for (const float shift : {infinite, -infinite, std::nanf(""), 1e30F, -1e30F}) {
    const at::Tensor found =
        warped(map, at::full({1, 2, 5, 4}, shift, at::kFloat), Interpolation::kCubic);
    EXPECT_TRUE(at::isfinite(found).all().item<bool>()) << shift;
    if (!std::isfinite(shift)) {
      EXPECT_TRUE(at::equal(found, map)) << shift;
    }
  }
}

}  // namespace
}  // namespace stylize
