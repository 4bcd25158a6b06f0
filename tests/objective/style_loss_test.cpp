#include "stylize/objective/style_loss.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "support/finite_differences.h"

namespace stylize {
namespace {

at::Tensor some_features(int64_t channels, int64_t height, int64_t width, double shift = 0) {
  return (at::randn({1, channels, height, width}, at::kDouble) + shift).relu();
}

// Two pixels, of one channel: mean (a + b) / 2 and deviation (b - a) / 2.
at::Tensor two_pixels(double a, double b) {
  return at::tensor({a, b}, at::kDouble).reshape({1, 1, 1, 2});
}

at::Tensor gradient_of(const StyleGradient& result, const at::Tensor& features) {
  return result.gradient(features, false);
}

class StyleLossTest : public testing::TestWithParam<StyleLoss> {
 protected:
  StyleLossTest() { at::manual_seed(21); }

  StyleGradient loss(const at::Tensor& features, const at::Tensor& style, double weight = 1) const {
    return style_gradient(GetParam(), layer_style(GetParam(), style), features, weight);
  }
};

TEST_P(StyleLossTest, GradientAgreesWithFiniteDifferences) {
  const at::Tensor features = some_features(5, 6, 7), style = some_features(5, 9, 4, 0.3);
  expect_gradient_of_differences(gradient_of(loss(features, style, 2.5), features), features, 1e-9,
                                 [&](const at::Tensor& at) { return loss(at, style, 2.5).loss; });
}

// Fewer pixels than channels and a channel that is silent in both: covariances without an inverse.
TEST_P(StyleLossTest, GradientAgreesWithFiniteDifferencesWhereCovariancesAreSingular) {
  at::Tensor features = some_features(6, 2, 2), style = some_features(6, 1, 3);
  features.select(1, 2).zero_();
  style.select(1, 2).zero_();
  const at::Tensor direction = at::randn_like(features);
  const double analytic =
      (gradient_of(loss(features, style), features) * direction).sum().item<double>();
  const double step = 1e-6;
  const double above = loss(features + step * direction, style).loss;
  const double below = loss(features - step * direction, style).loss;
  EXPECT_NEAR(analytic, (above - below) / (2 * step), 1e-5 * std::abs(analytic) + 1e-8);
}

TEST_P(StyleLossTest, VanishesWhereTheStyleIsMet) {
  const at::Tensor style = some_features(6, 5, 8);
  const StyleGradient met = loss(style, style);
  EXPECT_NEAR(met.loss, 0, 1e-12);
  EXPECT_LT(gradient_of(met, style).abs().max().item<double>(), 1e-9);
  EXPECT_GT(loss(some_features(6, 5, 8, 0.5), style).loss, 1e-3);
}

TEST_P(StyleLossTest, DoesNotKnowWherePixelsAre) {
  const at::Tensor features = some_features(4, 5, 6), style = some_features(4, 3, 3);
  const at::Tensor order = at::randperm(30);
  const at::Tensor shuffled = features.flatten(2).index_select(2, order).reshape({1, 4, 10, 3});
  EXPECT_NEAR(loss(features, style).loss, loss(shuffled, style).loss, 1e-12);
  const at::Tensor same_order =
      gradient_of(loss(features, style), features).flatten(2).index_select(2, order);
  const at::Tensor gradient = gradient_of(loss(shuffled, style), shuffled).flatten(2);
  EXPECT_LT((gradient - same_order).abs().max().item<double>(), 1e-12);
}

TEST_P(StyleLossTest, IsRelative) {
  const at::Tensor features = some_features(4, 5, 6), style = some_features(4, 3, 3);
  const double before = loss(features, style).loss;
  EXPECT_NEAR(loss(features * 50, style * 50).loss, before, 1e-9 * before);
  EXPECT_NEAR(loss(features, style, 3).loss, 3 * before, 1e-12);
}

TEST_P(StyleLossTest, OfASilentStyleIsFinite) {
  const at::Tensor silent = at::zeros({1, 4, 3, 3}, at::kDouble);
  const StyleGradient result = loss(silent, silent);
  EXPECT_NEAR(result.loss, 0, 1e-9);
  EXPECT_TRUE(gradient_of(result, silent).isfinite().all().item<bool>());
}

TEST_P(StyleLossTest, OfFeaturesThatAreNotFiniteIsNone) {
  at::Tensor features = some_features(4, 3, 3);
  const at::Tensor style = some_features(4, 3, 3);
  features[0][1][2][0] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(std::isfinite(loss(features, style).loss));
}

// As many channels as our own kernels ask for, in the layout that they ask for.
TEST_P(StyleLossTest, OfFloatsInPlaceIsThatOfDoubles) {
  const at::Tensor features = some_features(64, 20, 23), style = some_features(64, 17, 19, 0.4);
  const StyleGradient expected = loss(features, style);
  const at::Tensor expected_gradient = gradient_of(expected, features);
  const auto plain = [](const at::Tensor& tensor) {
    return tensor.to(at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
  };
  const at::Tensor floats = plain(features);
  const StyleGradient result = loss(floats, plain(style));
  EXPECT_NEAR(result.loss, expected.loss, 1e-4 * expected.loss);
  const at::Tensor gradient = result.gradient(floats, true);
  EXPECT_TRUE(gradient.is_same(floats));
  EXPECT_LT((gradient - expected_gradient).norm().item<double>(),
            1e-3 * expected_gradient.norm().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Losses, StyleLossTest,
                         testing::Values(StyleLoss::kGram, StyleLoss::kWhitened,
                                         StyleLoss::kStatistics, StyleLoss::kWasserstein),
                         [](const auto& each) { return std::string(name_of(each.param)); });

// Means 2 and 5, deviations 1 and 3, mean squares 5 and 34. What keeps roots from vanishing changes
// the fourth digit at most.
TEST(StyleLosses, OfOneChannelByHand) {
  const at::Tensor features = two_pixels(1, 3), style = two_pixels(2, 8);
  const auto loss = [&](StyleLoss kind) {
    return style_gradient(kind, layer_style(kind, style), features, 1).loss;
  };
  EXPECT_NEAR(loss(StyleLoss::kGram), 29. * 29 / (34 * 34), 1e-12);
  EXPECT_NEAR(loss(StyleLoss::kWhitened), 29. * 29 / (34 * 34), 1e-12);
  EXPECT_NEAR(loss(StyleLoss::kStatistics), (9. + 4) / 34, 1e-3);
  EXPECT_NEAR(loss(StyleLoss::kWasserstein), (9. + 4) / 34, 1e-3);
}

// Two channels without a mean: S = diag(1/2, 1/2) and S' the same turned and stretched, [[5, 4],
// [4, 5]] / 2 with eigenvalues 9/2 and 1/2. S commutes with all, so the distance is that of the
// deviations along the axes: (3 - 1)^2 / 2 of 5. The statistics see 5/2 instead of 1/2 twice. The
// Gram matrices differ by 4 along the first axis, which the whitened loss divides by 9/5 + 1/10,
// and what it measures of the style along the second by 1/5 + 1/10.
TEST(StyleLosses, OfTwoChannelsByHand) {
  const at::Tensor features =
      at::tensor({1., -1., 0., 0., 0., 0., 1., -1.}, at::kDouble).reshape({1, 2, 2, 2});
  const at::Tensor style =
      at::tensor({2., 1., -2., -1., 1., 2., -1., -2.}, at::kDouble).reshape({1, 2, 2, 2});
  const auto loss = [&](StyleLoss kind) {
    return style_gradient(kind, layer_style(kind, style), features, 1).loss;
  };
  const double change = std::sqrt(2.5) - std::sqrt(0.5);
  EXPECT_NEAR(loss(StyleLoss::kWasserstein), 2. / 5, 1e-3);
  const double of_style = 4.5 * 4.5 / 1.9 + 0.5 * 0.5 / 0.3;
  EXPECT_NEAR(loss(StyleLoss::kWhitened), 16 / 1.9 / of_style, 1e-12);
  EXPECT_NEAR(loss(StyleLoss::kStatistics), 2 * change * change / 5, 1e-3);
}

TEST(StyleLosses, WhitenedByAStyleThatIsNotFiniteIsNone) {
  const at::Tensor features = two_pixels(1, 3);
  const at::Tensor style = two_pixels(2, std::numeric_limits<double>::quiet_NaN());
  const LayerStyle target = layer_style(StyleLoss::kWhitened, style);
  EXPECT_FALSE(std::isfinite(style_gradient(StyleLoss::kWhitened, target, features, 1).loss));
}

// The first style's channels rise together, the second's against each other; mean and deviation of
// each channel are the same.
TEST(StyleLosses, OnlyStatisticsDoNotKnowHowChannelsGoTogether) {
  const at::Tensor together = at::tensor({1., 3., 1., 3.}, at::kDouble).reshape({1, 2, 1, 2});
  const at::Tensor against = at::tensor({1., 3., 3., 1.}, at::kDouble).reshape({1, 2, 1, 2});
  const auto loss = [&](StyleLoss kind) {
    return style_gradient(kind, layer_style(kind, against), together, 1).loss;
  };
  EXPECT_NEAR(loss(StyleLoss::kStatistics), 0, 1e-12);
  EXPECT_GT(loss(StyleLoss::kGram), 0.03);
  EXPECT_GT(loss(StyleLoss::kWasserstein), 0.1);
}

}  // namespace
}  // namespace stylize
