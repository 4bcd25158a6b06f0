#include "stylize/objective/octaves.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

#include "stylize/network/torch_network.h"
#include "stylize/objective/objective.h"
#include "support/finite_differences.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

TEST(Octaves, AreBinomialMeansAndRepeatTheBorder) {
  at::manual_seed(1);
  const at::Tensor picture = at::rand({1, 2, 5, 7}, at::kDouble);
  const at::Tensor half = octave_of(picture, 1);
  ASSERT_EQ(half.sizes(), at::IntArrayRef({1, 2, 2, 3}));
  const double weights[] = {1 / 8.0, 3 / 8.0, 3 / 8.0, 1 / 8.0};
  for (int64_t y = 0; y < 2; ++y) {
    for (int64_t x = 0; x < 3; ++x) {
      double mean = 0;
      for (int64_t i = 0; i < 4; ++i) {
        for (int64_t j = 0; j < 4; ++j) {
          const int64_t row = std::clamp<int64_t>(2 * y + i - 1, 0, 4);
          const int64_t column = std::clamp<int64_t>(2 * x + j - 1, 0, 6);
          mean += weights[i] * weights[j] * picture[0][1][row][column].item<double>();
        }
      }
      EXPECT_NEAR(half[0][1][y][x].item<double>(), mean, 1e-14);
    }
  }
  EXPECT_TRUE(at::equal(octave_of(picture, 0), picture));
  EXPECT_TRUE(at::equal(octave_of(picture, 2), octave_of(half, 1)));
  EXPECT_EQ(octave_size({7, 5}, 2), (Size{1, 1}));
}

// <A x, y> = <x, A^T y>, also where sides do not divide.
TEST(Octaves, TheGradientIsCarriedBackByTheTranspose) {
  at::manual_seed(3);
  for (const std::size_t octave : {0u, 1u, 2u, 3u}) {
    const at::Tensor x = at::randn({1, 3, 21, 26}, at::kDouble);
    const at::Tensor reduced = octave_of(x, octave);
    const at::Tensor y = at::randn_like(reduced);
    at::Tensor gradient = at::ones_like(x);
    add_octave_gradient(y, octave, gradient);
    EXPECT_NEAR(((gradient - 1) * x).sum().item<double>(), (reduced * y).sum().item<double>(),
                1e-10)
        << octave;
  }
}

TEST(Octaves, CountByTheirPartsWhereTheyAreLargeEnough) {
  using Parts = std::vector<double>;
  EXPECT_EQ(octave_parts({1}, {4, 4}), (Parts{1}));
  EXPECT_EQ(octave_parts({3}, {400, 400}), (Parts{1}));
  EXPECT_EQ(octave_parts({1, 1, 2}, {400, 128}), (Parts{0.25, 0.25, 0.5}));
  EXPECT_EQ(octave_parts({1, 1, 2}, {400, 127}), (Parts{0.5, 0.5}));
  EXPECT_EQ(octave_parts({1, 1, 2}, {400, 63}), (Parts{1}));
  EXPECT_EQ(octave_parts({0, 1}, {400, 63}), (Parts{1})) << "else the style would be lost";
  EXPECT_EQ(octave_parts({0, 1}, {400, 64}), (Parts{0, 1}));
  EXPECT_EQ(octave_parts({2, 0, 0}, {400, 400}), (Parts{1}));
}

class ObjectiveOfOctaves : public testing::Test {
 protected:
  ObjectiveOfOctaves() {
    at::manual_seed(7);
    content_ = at::rand({1, 3, 66, 71}, at::kDouble);
    picture_ = at::rand({1, 3, 66, 71}, at::kDouble);
    style_ = at::rand({1, 3, 140, 65}, at::kDouble).square();
    options_.style_weight = 3;
    options_.content_layers = {{"relu2_1"}};
    options_.style_layers = {{"relu1_1"}, {"relu1_2", 3}};
    options_.octave_weights = {2, 1};
  }

  void prepare() {
    network_ = make_torch_network(small_model(), layers_of(options_), at::kCPU);
    objective_ = std::make_unique<Objective>(options_, *network_);
    objective_->set_content(objective_->content_target(content_));
    objective_->set_style(objective_->style_target(style_));
  }

  Losses losses_at(const at::Tensor& picture) {
    gradient_ = at::empty_like(picture);
    return objective_->evaluate(picture, gradient_);
  }

  void expect_gradient_of_finite_differences() {
    losses_at(picture_);
    expect_gradient_of_differences(gradient_, picture_, 1e-8, [&](const at::Tensor& picture) {
      return losses_at(picture).total();
    });
  }

  // The style loss of one octave, as a picture of its own.
  double style_of(std::size_t octave) {
    ObjectiveOptions options = options_;
    options.octave_weights = {1};
    Objective alone(options, *network_);
    const at::Tensor picture = octave_of(picture_, octave);
    alone.set_content(alone.content_target(picture));
    alone.set_style(alone.style_target(octave_of(style_, octave)));
    at::Tensor gradient = at::empty_like(picture);
    return alone.evaluate(picture, gradient).of("style");
  }

  ObjectiveOptions options_;
  at::Tensor content_, picture_, style_, gradient_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Objective> objective_;
};

TEST_F(ObjectiveOfOctaves, IsTheSumOfThemByTheirParts) {
  prepare();
  const Losses losses = losses_at(picture_);
  EXPECT_NEAR(losses.of("style"), (2 * style_of(0) + style_of(1)) / 3, 1e-12);
  options_.octave_weights = {1};
  prepare();
  EXPECT_EQ(losses_at(picture_).of("content"), losses.of("content"))
      << "of the picture itself alone";
}

TEST_F(ObjectiveOfOctaves, HasTheRightGradient) {
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    SCOPED_TRACE(name_of(loss));
    options_.style_loss = loss;
    prepare();
    expect_gradient_of_finite_differences();
  }
}

TEST_F(ObjectiveOfOctaves, OfRegionsHasTheRightGradient) {
  prepare();
  const at::Tensor map = at::rand({1, 1, 66, 71});
  objective_->set_style({{objective_->style_target(style_, at::rand({1, 1, 140, 65})), map, 0.4},
                         {objective_->style_target(content_), 1 - map, 0.6}});
  expect_gradient_of_finite_differences();
}

TEST_F(ObjectiveOfOctaves, AStyleMayBeTooSmallForSome) {
  style_ = style_.narrow(2, 0, 40);
  prepare();
  EXPECT_NEAR(losses_at(picture_).of("style"), 2 * style_of(0) / 3, 1e-12);
  expect_gradient_of_finite_differences();
}

TEST_F(ObjectiveOfOctaves, GivesEachLayerOfEachItsLengthWhereGradientsAreNormalized) {
  options_.octave_weights = {0, 1};
  options_.content_weight = options_.tv_weight = 0;
  options_.normalize_gradients = true;
  prepare();
  losses_at(picture_);
  const at::Tensor once = gradient_.clone();
  options_.style_weight *= 2;
  prepare();
  losses_at(picture_);
  EXPECT_GT(once.abs().sum().item<double>(), 0);
  EXPECT_TRUE(at::allclose(gradient_, 2 * once));
}

}  // namespace
}  // namespace stylize
