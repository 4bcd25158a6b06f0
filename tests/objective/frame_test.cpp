#include "stylize/objective/frame.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <vector>

#include "stylize/network/torch_network.h"
#include "stylize/objective/guidance.h"
#include "stylize/objective/objective.h"
#include "stylize/objective/style_loss.h"
#include "support/finite_differences.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

using Weights = std::vector<double>;

at::Tensor some_features(int64_t channels, int64_t height, int64_t width) {
  return at::randn({1, channels, height, width}, at::kDouble).relu();
}

at::Tensor all_weights(const Frame& frame) {
  return weights_of(frame, at::kDouble);
}

TEST(FrameOfAMap, GivesThePartOfEachPixelThatIsNotMargin) {
  EXPECT_TRUE(frame_of({40, 40}, 0, {20, 20}).empty());
  const Frame half = frame_of({13, 12}, 2, {6, 6});  // one column is dropped
  EXPECT_EQ(half.columns, (Weights{0, 1, 1, 1, 1, 0.5}));
  EXPECT_EQ(half.rows, (Weights{0, 1, 1, 1, 1, 0}));
  const Frame eighth = frame_of({40, 47}, 6, {5, 5});
  EXPECT_EQ(eighth.columns, (Weights{0.25, 1, 1, 1, 0.25}));
  EXPECT_EQ(eighth.rows, (Weights{0.25, 1, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(area_of(eighth), 3.5 * 4.25);
  const Frame one = frame_of({31, 17}, 8, {1, 1});  // of 16 x 16 pixels
  EXPECT_EQ(one.columns, (Weights{0.5}));
  EXPECT_EQ(one.rows, (Weights{1 / 16.0}));
}

TEST(FrameOfAMap, HasStripsForAllThatCountsLess) {
  for (const Frame& frame : {frame_of({13, 12}, 2, {13, 12}), frame_of({40, 47}, 6, {5, 5}),
                             frame_of({9, 30}, 5, {9, 30}), frame_of({31, 17}, 8, {1, 1}),
                             part_of_frame(frame_of({40, 47}, 6, {5, 5}), 1, 2, {4, 3}),
                             part_of_frame(frame_of({40, 47}, 6, {5, 5}), 1, 1, {3, 3})}) {
    at::Tensor rest = at::ones(
        {1, 1, static_cast<int64_t>(frame.rows.size()), static_cast<int64_t>(frame.columns.size())},
        at::kDouble);
    for (const Strip& strip : strips_of(frame, at::kDouble)) {
      EXPECT_TRUE(strip.of(rest).eq(1).all().item<bool>()) << "strips overlap";
      strip.of(rest).copy_(strip.weights);
    }
    EXPECT_TRUE(at::equal(rest, all_weights(frame)));
  }
}

class FrameTest : public testing::TestWithParam<StyleLoss> {
 protected:
  FrameTest() { at::manual_seed(51); }
};

// A frame of whole pixels is as if it had been cut off.
TEST_P(FrameTest, WhatDoesNotCountIsAsIfItWereNotThere) {
  const LayerStyle style = layer_style(GetParam(), some_features(5, 9, 4));
  const at::Tensor features = some_features(5, 10, 8);
  const Guide guide{{}, false, frame_of({8, 10}, 2, {8, 10})};
  const at::Tensor inner = features.narrow(2, 2, 6).narrow(3, 2, 4).contiguous();
  const StyleGradient framed = style_gradient(GetParam(), style, features, 2, guide);
  const StyleGradient cut = style_gradient(GetParam(), style, inner, 2);
  EXPECT_NEAR(framed.loss, cut.loss, 1e-12);
  GuidedMap map;
  map.add(framed.gradient, guide);
  at::Tensor expected = at::zeros_like(features);
  expected.narrow(2, 2, 6).narrow(3, 2, 4).copy_(cut.gradient(inner, false));
  EXPECT_LT((map(features, false) - expected).abs().max().item<double>(), 1e-12);
}

TEST_P(FrameTest, GradientAgreesWithFiniteDifferences) {
  const LayerStyle style = layer_style(GetParam(), some_features(5, 9, 4));
  const at::Tensor features = some_features(5, 5, 6) + 0.1;
  const Guide guide{{}, false, frame_of({52, 41}, 6, {6, 5})};
  const double identity = 0.7;
  const auto loss = [&](const at::Tensor& at) {
    return style_gradient(GetParam(), style, at, 1.3, guide).loss +
           identity / 2 * at.square().sum().item<double>();
  };
  GuidedMap map;
  map.add_identity(identity);
  map.add(style_gradient(GetParam(), style, features, 1.3, guide).gradient, guide);
  const at::Tensor gradient = map(features, false);
  expect_gradient_of_differences(gradient, features, 1e-9, loss);
  EXPECT_TRUE(at::equal(map(features.clone(), true), gradient)) << "in the features' memory";
}

INSTANTIATE_TEST_SUITE_P(Losses, FrameTest,
                         testing::Values(StyleLoss::kGram, StyleLoss::kWhitened,
                                         StyleLoss::kStatistics, StyleLoss::kWasserstein),
                         [](const auto& each) { return std::string(name_of(each.param)); });

// A map's weights and a frame's together.
TEST(FrameOfARegion, LeavesOutWhatDoesNotCount) {
  at::manual_seed(52);
  const at::Tensor map = at::rand({1, 1, 12, 12});
  const Frame frame = frame_of({12, 12}, 3, {6, 6});
  const Guide guide = guide_of(map, {6, 6}, at::kDouble, frame);
  const at::Tensor expected = guide_of(map, {6, 6}, at::kDouble).weights * all_weights(frame);
  EXPECT_TRUE(at::allclose(guide.weights, expected / expected.mean()));
  at::Tensor border = at::ones({1, 1, 12, 12});
  border.narrow(2, 2, 8).narrow(3, 2, 8).zero_();
  EXPECT_TRUE(guide_of(border, {6, 6}, at::kDouble, frame_of({12, 12}, 2, {6, 6})).blank);
}

class ObjectiveWithAMargin : public testing::Test {
 protected:
  static constexpr int64_t kPixels = 6;

  ObjectiveWithAMargin() {
    at::manual_seed(53);
    content_ = at::rand({1, 3, 66, 71}, at::kDouble);
    picture_ = at::rand({1, 3, 66, 71}, at::kDouble);
    style_ = at::rand({1, 3, 70, 65}, at::kDouble).square();
    options_.content_weight = 0;
    options_.tv_weight = 0;
    options_.content_layers = {{"relu1_1"}};
    options_.style_layers = {{"relu1_1"}, {"relu2_1", 3}};
  }

  Losses losses_at(const at::Tensor& picture) {
    gradient_ = at::empty_like(picture);
    return objective_->evaluate(picture, gradient_);
  }

  void prepare() {
    network_ = make_torch_network(small_model(), layers_of(options_), at::kCPU);
    objective_ = std::make_unique<Objective>(options_, *network_);
    objective_->set_margin(kPixels);
    objective_->set_content(objective_->content_target(content_));
    objective_->set_style(objective_->style_target(style_));
  }

  ObjectiveOptions options_;
  at::Tensor content_, picture_, style_, gradient_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Objective> objective_;
};

TEST_F(ObjectiveWithAMargin, HasTheRightGradient) {
  options_.octave_weights = {2, 1};
  options_.content_weight = 0.4;
  prepare();
  losses_at(picture_);
  expect_gradient_of_differences(gradient_, picture_, 1e-8, [&](const at::Tensor& picture) {
    return losses_at(picture).total();
  });
}

// The network looks 2 pixels far at relu1_1 and relu2_1's pixels 5: the rest of the margin is free.
TEST_F(ObjectiveWithAMargin, TheStyleNeitherSeesNorMovesWhatIsFarFromThePicture) {
  prepare();
  const double loss = losses_at(picture_).of("style");
  EXPECT_EQ(gradient_.narrow(2, 0, 1).abs().max().item<double>(), 0);
  EXPECT_GT(gradient_.narrow(2, kPixels, 1).abs().max().item<double>(), 0);
  at::Tensor other = picture_.clone();
  other.narrow(3, 70, 1).fill_(0.5);
  EXPECT_NEAR(losses_at(other).of("style"), loss, 1e-13);
  at::Tensor of_style = style_.clone();
  of_style.narrow(2, 69, 1).fill_(0.5);
  objective_->set_style(objective_->style_target(of_style));
  EXPECT_NEAR(losses_at(picture_).of("style"), loss, 1e-13);
}

}  // namespace
}  // namespace stylize
