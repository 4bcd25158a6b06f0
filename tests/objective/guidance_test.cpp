#include "stylize/objective/guidance.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <string>

#include "stylize/objective/style_loss.h"
#include "support/finite_differences.h"

namespace stylize {
namespace {

at::Tensor some_features(int64_t channels, int64_t height, int64_t width, double shift = 0) {
  return (at::randn({1, channels, height, width}, at::kDouble) + shift).relu();
}

// White on the left half of the columns.
at::Tensor left_half(int64_t height, int64_t width) {
  at::Tensor map = at::zeros({1, 1, height, width});
  map.narrow(3, 0, width / 2).fill_(1);
  return map;
}

class GuidanceTest : public testing::TestWithParam<StyleLoss> {
 protected:
  GuidanceTest() { at::manual_seed(22); }
};

// Two regions with soft edges, and the content's part of the gradient.
TEST_P(GuidanceTest, GradientAgreesWithFiniteDifferences) {
  const at::Tensor features = some_features(5, 6, 7), map = at::rand({1, 1, 13, 20});
  const Guide guides[] = {guide_of(map, features), guide_of(1 - map, features)};
  const LayerStyle styles[] = {layer_style(GetParam(), some_features(5, 9, 4, 0.3)),
                               layer_style(GetParam(), some_features(5, 3, 8, -0.2))};
  const double shares[] = {0.4, 1.1}, identity = 0.7;
  const auto loss = [&](const at::Tensor& at, GuidedMap* gradient) {
    double sum = identity / 2 * at.square().sum().item<double>();
    for (int i = 0; i < 2; ++i) {
      StyleGradient own = style_gradient(GetParam(), styles[i], at, shares[i], guides[i]);
      sum += own.loss;
      if (gradient) gradient->add(own.gradient, guides[i]);
    }
    return sum;
  };
  GuidedMap gradient;
  gradient.add_identity(identity);
  loss(features, &gradient);
  expect_gradient_of_differences(gradient(features, false), features, 1e-9,
                                 [&](const at::Tensor& at) { return loss(at, nullptr); });
}

TEST_P(GuidanceTest, ARegionOfAllPixelsIsThePicture) {
  const at::Tensor features = some_features(5, 6, 8), style = some_features(5, 9, 4, 0.3);
  const Guide all = guide_of(at::ones({1, 1, 12, 16}), features);
  const LayerStyle target = layer_style(GetParam(), style);
  const StyleGradient plain = style_gradient(GetParam(), target, features, 2);
  const StyleGradient guided = style_gradient(GetParam(), target, features, 2, all);
  EXPECT_NEAR(guided.loss, plain.loss, 1e-12);
  GuidedMap map;
  map.add(guided.gradient, all);
  const at::Tensor expected = plain.gradient(features, false);
  EXPECT_LT((map(features, false) - expected).abs().max().item<double>(), 1e-12);
}

// A region with sharp edges is as if it had been cut out, on either side.
TEST_P(GuidanceTest, ARegionAsksForAndSeesItsOwnPixelsOnly) {
  const at::Tensor features = some_features(5, 6, 8), style = some_features(5, 4, 10, 0.3);
  const LayerStyle part = layer_style(GetParam(), style, guide_of(left_half(8, 20), style));
  const LayerStyle cut = layer_style(GetParam(), style.narrow(3, 0, 5).contiguous());
  EXPECT_NEAR(part.norm, cut.norm, 1e-9 * cut.norm);
  const Guide guide = guide_of(left_half(6, 8), features);
  const at::Tensor own = features.narrow(3, 0, 4).contiguous();
  EXPECT_NEAR(style_gradient(GetParam(), part, features, 1, guide).loss,
              style_gradient(GetParam(), cut, own, 1).loss, 1e-9);
}

// As the fast products ask for, and of more than one band of rows; in place.
TEST_P(GuidanceTest, OfFloatsInPlaceIsThatOfDoubles) {
  const at::Tensor features = some_features(32, 70, 1000), map = left_half(70, 1000);
  const LayerStyle style = layer_style(GetParam(), some_features(32, 20, 30, 0.4));
  const Guide guides[] = {guide_of(map, features), guide_of(1 - map, features)};
  const auto gradient_of = [&](const at::Tensor& at, bool overwrite) {
    GuidedMap gradient;
    for (const Guide& guide : guides) {
      const Guide own{guide.weights.to(at.scalar_type()), false};
      gradient.add(style_gradient(GetParam(), style, at, 1, own).gradient, own);
    }
    return gradient(at, overwrite);
  };
  const at::Tensor expected = gradient_of(features, false);
  const at::Tensor floats = features.to(at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor found = gradient_of(floats, true);
  EXPECT_TRUE(found.is_same(floats));
  EXPECT_LT((found - expected).norm().item<double>(), 1e-3 * expected.norm().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Losses, GuidanceTest,
                         testing::Values(StyleLoss::kGram, StyleLoss::kWhitened,
                                         StyleLoss::kStatistics, StyleLoss::kWasserstein),
                         [](const auto& each) { return std::string(name_of(each.param)); });

// F_r = T_r o F with T_r^2 normalized to a sum of 1, as the paper has it.
TEST(Guidance, GramMatricesAreThoseOfThePaper) {
  at::manual_seed(23);
  const at::Tensor features = some_features(4, 5, 6), map = at::rand({1, 1, 5, 6});
  const at::Tensor channel = map.to(at::kDouble) / map.to(at::kDouble).square().sum().sqrt();
  const at::Tensor guided = (features * channel).reshape({4, 30});
  const LayerStyle style = layer_style(StyleLoss::kGram, features, guide_of(map, features));
  EXPECT_TRUE(at::allclose(style.matrix, at::matmul(guided, guided.t())));
}

TEST(Guidance, AveragesTheMapOverEachPixelOfTheLayer) {
  const at::Tensor map = at::tensor({1.f, 1.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f}).reshape({1, 1, 2, 4});
  const Guide guide = guide_of(map, at::zeros({1, 3, 1, 2}));
  EXPECT_TRUE(at::allclose(guide.weights, at::tensor({2.f, 0.f}).reshape({1, 1, 1, 2})));
  EXPECT_FALSE(guide.blank);
}

TEST(Guidance, ARegionWithoutPixelsAsksForNothing) {
  const at::Tensor features = at::rand({1, 3, 4, 4});
  const Guide blank = guide_of(at::zeros({1, 1, 8, 8}), features);
  EXPECT_TRUE(blank.blank);
  EXPECT_EQ(layer_style(StyleLoss::kGram, features, blank).norm, 0);
  // A single faint pixel is one, however little of it there is.
  at::Tensor faint = at::zeros({1, 1, 400, 400});
  faint[0][0][7][9] = 1e-3;
  const Guide little = guide_of(faint, features);
  EXPECT_FALSE(little.blank);
  EXPECT_NEAR(little.weights.mean().item<double>(), 1, 1e-6);
  EXPECT_TRUE(at::isfinite(little.weights).all().item<bool>());
}

}  // namespace
}  // namespace stylize
