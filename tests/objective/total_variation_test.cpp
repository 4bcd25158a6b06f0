#include "stylize/objective/total_variation.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <string>
#include <utility>

namespace stylize {
namespace {

double value_of(const at::Tensor& picture, TvNorm norm) {
  at::Tensor gradient = at::zeros_like(picture);
  return add_total_variation(picture, norm, 1, gradient);
}

// Differences: 1 and 2 to the right, 3 and 4 downwards; twelve values in three equal channels.
TEST(TotalVariation, ByHand) {
  const at::Tensor one = at::tensor({0., 1., 3., 5.}, at::kDouble).reshape({1, 1, 2, 2});
  const at::Tensor picture = one.expand({1, 3, 2, 2}).contiguous();
  EXPECT_DOUBLE_EQ(value_of(picture, TvNorm::kL2), 3 * (1 + 4 + 9 + 16) / 12.);
  EXPECT_NEAR(value_of(picture, TvNorm::kL1), 3 * (1 + 2 + 3 + 4 - 4 * kTvEpsilon) / 12., 1e-5);
}

class TotalVariationTest : public testing::TestWithParam<TvNorm> {
 protected:
  TvNorm norm_ = GetParam();
};

TEST_P(TotalVariationTest, OfAFlatPictureIsZero) {
  EXPECT_EQ(value_of(at::full({1, 3, 6, 5}, 0.7), norm_), 0);
}

TEST_P(TotalVariationTest, OfOnePixelIsZero) {
  EXPECT_EQ(value_of(at::ones({1, 3, 1, 1}), norm_), 0);
}

// Also where differences are as small as what rounds the corner.
TEST_P(TotalVariationTest, GradientAgreesWithFiniteDifferences) {
  at::manual_seed(3);
  for (const double contrast : {1.0, 0.002}) {
    SCOPED_TRACE(contrast);
    const at::Tensor picture = at::rand({1, 3, 5, 4}, at::kDouble) * contrast;
    const at::Tensor direction = at::randn_like(picture);
    at::Tensor gradient = at::ones_like(picture);
    const double weight = 2.5, step = 1e-7;
    add_total_variation(picture, norm_, weight, gradient);
    const double analytic = ((gradient - 1) * direction).sum().item<double>();
    const double above = value_of(picture + step * direction, norm_);
    const double below = value_of(picture - step * direction, norm_);
    EXPECT_NEAR(analytic, weight * (above - below) / (2 * step), 1e-6 * std::abs(analytic) + 1e-8);
  }
}

TEST_P(TotalVariationTest, TheLoopsForFloatsAgreeWithTheGeneralOnes) {
  at::manual_seed(6);
  for (const auto& [height, width] : {std::pair<int64_t, int64_t>{37, 50}, {1, 9}, {9, 1}}) {
    const at::Tensor picture = at::rand({1, 3, height, width}, at::kDouble);
    at::Tensor expected = at::ones_like(picture), gradient = expected.to(at::kFloat);
    const double value = add_total_variation(picture, norm_, 2.5, expected);
    EXPECT_NEAR(add_total_variation(picture.to(at::kFloat), norm_, 2.5, gradient), value,
                1e-6 * value);
    EXPECT_TRUE(at::allclose(gradient.to(at::kDouble), expected, 1e-5, 1e-6));
  }
}

INSTANTIATE_TEST_SUITE_P(Norms, TotalVariationTest, testing::Values(TvNorm::kL1, TvNorm::kL2),
                         [](const auto& each) { return std::string(name_of(each.param)); });

}  // namespace
}  // namespace stylize
