#include "stylize/objective/total_variation.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <utility>

namespace stylize {
namespace {

double value_of(const at::Tensor& picture) {
  at::Tensor gradient = at::zeros_like(picture);
  return add_total_variation(picture, 1, gradient);
}

TEST(TotalVariation, ByHand) {
  // Differences: 1 and 2 to the right, 3 and 4 downwards; twelve values in three equal channels.
  const at::Tensor one = at::tensor({0., 1., 3., 5.}, at::kDouble).reshape({1, 1, 2, 2});
  EXPECT_DOUBLE_EQ(value_of(one.expand({1, 3, 2, 2}).contiguous()), 3 * (1 + 4 + 9 + 16) / 12.);
}

TEST(TotalVariation, OfAFlatPictureIsZero) {
  EXPECT_EQ(value_of(at::full({1, 3, 6, 5}, 0.7)), 0);
}

TEST(TotalVariation, OfOnePixelIsZero) {
  EXPECT_EQ(value_of(at::ones({1, 3, 1, 1})), 0);
}

TEST(TotalVariation, GradientAgreesWithFiniteDifferences) {
  at::manual_seed(3);
  const at::Tensor picture = at::rand({1, 3, 5, 4}, at::kDouble);
  const at::Tensor direction = at::randn_like(picture);
  at::Tensor gradient = at::ones_like(picture);
  const double weight = 2.5, step = 1e-5;
  add_total_variation(picture, weight, gradient);
  const double analytic = ((gradient - 1) * direction).sum().item<double>();
  const double numeric =
      weight * (value_of(picture + step * direction) - value_of(picture - step * direction)) /
      (2 * step);
  EXPECT_NEAR(analytic, numeric, 1e-8);
}

TEST(TotalVariation, TheLoopsForFloatsAgreeWithTheGeneralOnes) {
  at::manual_seed(6);
  for (const auto& [height, width] : {std::pair<int64_t, int64_t>{37, 50}, {1, 9}, {9, 1}}) {
    const at::Tensor picture = at::rand({1, 3, height, width}, at::kDouble);
    at::Tensor expected = at::ones_like(picture), gradient = expected.to(at::kFloat);
    const double value = add_total_variation(picture, 2.5, expected);
    EXPECT_NEAR(add_total_variation(picture.to(at::kFloat), 2.5, gradient), value, 1e-6 * value);
    EXPECT_TRUE(at::allclose(gradient.to(at::kDouble), expected, 1e-5, 1e-6));
  }
}

}  // namespace
}  // namespace stylize
