#include "stylize/objective/objective.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include "stylize/network/torch_network.h"
#include "stylize/network/winograd_network.h"
#include "stylize/objective/gram_matrix.h"
#include "support/finite_differences.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

ObjectiveOptions small_options() {
  ObjectiveOptions options;
  options.content_weight = 1.5;
  options.style_weight = 3;
  options.tv_weight = 0.2;
  options.content_layers = {{"relu2_1"}, {"relu1_2", 0.5}};
  options.style_layers = {{"relu1_1"}, {"relu1_2", 3}};
  return options;
}

class ObjectiveTest : public testing::Test {
 protected:
  ObjectiveTest() {
    at::manual_seed(11);
    content_ = at::rand({1, 3, 12, 10}, at::kDouble);
    style_ = at::rand({1, 3, 9, 14}, at::kDouble);
    picture_ = at::rand({1, 3, 12, 10}, at::kDouble);
  }

  void prepare(const ObjectiveOptions& options) {
    network_ = make_torch_network(small_model(), layers_of(options), at::kCPU);
    objective_ = std::make_unique<Objective>(options, *network_);
    objective_->set_content(objective_->content_target(content_));
    objective_->set_style(objective_->style_target(style_));
  }

  Losses losses_at(const at::Tensor& picture) {
    gradient_ = at::empty_like(picture);
    return objective_->evaluate(picture, gradient_);
  }

  // Along a random direction.
  void expect_gradient_of_finite_differences() {
    losses_at(picture_);
    expect_gradient_of_differences(gradient_, picture_, 1e-7, [&](const at::Tensor& picture) {
      return losses_at(picture).total();
    });
  }

  at::Tensor features(const std::string& layer, const at::Tensor& picture) {
    return make_torch_network(small_model(), {layer}, at::kCPU)->features(picture)[0];
  }

  at::Tensor content_, style_, picture_, gradient_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Objective> objective_;
};

TEST_F(ObjectiveTest, TermsAreTheirDefinitions) {
  const ObjectiveOptions options = small_options();
  prepare(options);
  const Losses losses = losses_at(picture_);

  const auto relative = [](const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).square().sum() / b.square().sum()).item<double>();
  };
  const double content2 = relative(features("relu2_1", picture_), features("relu2_1", content_));
  const double content1 = relative(features("relu1_2", picture_), features("relu1_2", content_));
  const double style1 = relative(gram_matrix(features("relu1_1", picture_)),
                                 gram_matrix(features("relu1_1", style_)));
  const double style2 = relative(gram_matrix(features("relu1_2", picture_)),
                                 gram_matrix(features("relu1_2", style_)));
  EXPECT_NEAR(losses.of("content"), 1.5 * (content2 + 0.5 * content1) / 1.5, 1e-12);
  EXPECT_NEAR(losses.of("style"), 3 * (style1 + 3 * style2) / 4, 1e-12);
  EXPECT_DOUBLE_EQ(losses.total(),
                   losses.of("content") + losses.of("style") + losses.of("total_variation"));
}

TEST_F(ObjectiveTest, GradientAgreesWithFiniteDifferences) {
  prepare(small_options());
  expect_gradient_of_finite_differences();
}

TEST_F(ObjectiveTest, EachTermAloneHasTheRightGradient) {
  for (int term = 0; term < 3; ++term) {
    SCOPED_TRACE(term);
    ObjectiveOptions options = small_options();
    options.content_weight = term == 0 ? 1 : 0;
    options.style_weight = term == 1 ? 1 : 0;
    options.tv_weight = term == 2 ? 1 : 0;
    prepare(options);
    expect_gradient_of_finite_differences();
  }
}

TEST_F(ObjectiveTest, AbsoluteTotalVariationHasTheRightGradient) {
  ObjectiveOptions options = small_options();
  prepare(options);
  const double squares = losses_at(picture_).of("total_variation");
  options.tv_norm = TvNorm::kL1;
  prepare(options);
  expect_gradient_of_finite_differences();
  EXPECT_GT(losses_at(picture_).of("total_variation"), squares);
}

TEST_F(ObjectiveTest, EveryStyleLossHasTheRightGradient) {
  for (const StyleLoss loss : {StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    SCOPED_TRACE(name_of(loss));
    ObjectiveOptions options = small_options();
    options.style_loss = loss;
    prepare(options);
    expect_gradient_of_finite_differences();
    options.content_weight = 0;
    prepare(options);
    expect_gradient_of_finite_differences();
  }
}

class NeighboursOfObjective : public ObjectiveTest {
 protected:
  // The neighbours are those of the content, so that they stay what they are.
  void prepare(const ObjectiveOptions& options) {
    ObjectiveTest::prepare(options);
    NeighbourSearch search = objective_->neighbour_search(content_, {{}});
    search.look_in(network_->features(style_), {14, 9}, {{}});
    target_ = search.target();
    objective_->set_neighbours(target_);
  }

  FeatureTarget target_;
};

TEST_F(NeighboursOfObjective, CountBesideTheGramMatrices) {
  ObjectiveOptions options = small_options();
  ObjectiveTest::prepare(options);
  const Losses plain = losses_at(picture_);
  options.style_loss = StyleLoss::kNeighbours;
  prepare(options);
  const Losses losses = losses_at(picture_);
  const auto relative = [&](const std::string& layer, std::size_t number) {
    const at::Tensor& target = target_.features[number];
    return ((features(layer, picture_) - target).square().sum() / target.square().sum())
        .item<double>();
  };
  ASSERT_EQ(network_->layers(), (std::vector<std::string>{"relu1_1", "relu1_2", "relu2_1"}));
  const double mean = (relative("relu1_1", 0) + 3 * relative("relu1_2", 1)) / 4;
  EXPECT_NEAR(losses.of("style"), kGramPart * plain.of("style") + 3 * kNeighbourPart * mean, 1e-12);
  EXPECT_DOUBLE_EQ(losses.of("content"), plain.of("content"));
}

TEST_F(NeighboursOfObjective, HaveTheRightGradient) {
  ObjectiveOptions options = small_options();
  options.style_loss = StyleLoss::kNeighbours;
  options.style_weight = 300;  // so that they weigh as much as the content
  prepare(options);
  expect_gradient_of_finite_differences();
  options.content_layers = {{"relu1_2"}};  // at a layer of the style
  prepare(options);
  expect_gradient_of_finite_differences();
  options.octave_weights = {1, 1};
  prepare(options);
  expect_gradient_of_finite_differences();
}

TEST_F(NeighboursOfObjective, NormalizedTheyHaveTheLengthOfTheirWeight) {
  ObjectiveOptions options = small_options();
  options.content_weight = options.tv_weight = 0;
  options.style_layers = {{"relu1_2"}};
  options.content_layers = {{"relu1_2"}};
  options.normalize_gradients = true;
  prepare(options);
  losses_at(picture_);
  const at::Tensor gram = gradient_.clone();
  options.style_loss = StyleLoss::kNeighbours;
  prepare(options);
  losses_at(picture_);
  const at::Tensor own = gradient_ - kGramPart * gram;
  // Through the layers below, whose derivative is linear.
  const at::Tensor pull = features("relu1_2", picture_) - target_.features[0];
  network_->forward(picture_);
  const at::Tensor expected = network_->backward({pull * (3 * kNeighbourPart / pull.abs().sum())});
  EXPECT_TRUE(at::allclose(own, expected, 1e-6, 1e-12));
}

// A soft map, and what is left of it.
TEST_F(ObjectiveTest, RegionsHaveTheRightGradient) {
  const at::Tensor map = at::rand({1, 1, 12, 10});
  const at::Tensor other = at::rand({1, 3, 15, 8}, at::kDouble).square();
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    SCOPED_TRACE(name_of(loss));
    ObjectiveOptions options = small_options();
    options.style_loss = loss;
    prepare(options);
    const double alone = losses_at(picture_).of("style");
    objective_->set_style({{objective_->style_target(style_, at::rand({1, 1, 9, 14})), map, 0.4},
                           {objective_->style_target(other), 1 - map, 0.6}});
    expect_gradient_of_finite_differences();
    EXPECT_NE(losses_at(picture_).of("style"), alone);
  }
}

TEST_F(ObjectiveTest, RegionsOfOneStyleAreThatStyleByTheirShares) {
  prepare(small_options());
  const double alone = losses_at(picture_).of("style");
  const at::Tensor all = at::ones({1, 1, 12, 10});
  const StyleTarget target = objective_->style_target(style_);
  objective_->set_style({{target, all, 0.25}, {target, all, 0.75}});
  EXPECT_NEAR(losses_at(picture_).of("style"), alone, 1e-12);
  objective_->set_style({{target, at::zeros({1, 1, 12, 10}), 0}, {target, all, 1}});
  EXPECT_NEAR(losses_at(picture_).of("style"), alone, 1e-12) << "a region without a pixel";
  expect_gradient_of_finite_differences();
}

TEST_F(ObjectiveTest, ANormalizedGradientHasTheLengthOfItsWeight) {
  ObjectiveOptions options = small_options();
  options.content_weight = options.tv_weight = 0;
  options.style_layers = {{"relu1_2"}};
  options.content_layers = {{"relu1_2"}};
  prepare(options);
  const Losses plain_losses = losses_at(picture_);
  const at::Tensor plain = gradient_.clone();
  const at::Tensor own = features("relu1_2", picture_);
  const LayerStyle style = layer_style(StyleLoss::kGram, features("relu1_2", style_));
  const StyleGradient term = style_gradient(StyleLoss::kGram, style, own, 1);
  const double length = term.gradient(own, false).abs().sum().item<double>();

  options.normalize_gradients = true;
  prepare(options);
  EXPECT_DOUBLE_EQ(losses_at(picture_).of("style"), plain_losses.of("style"));
  EXPECT_TRUE(at::allclose(gradient_, plain / length, 1e-9, 1e-15));
}

TEST_F(ObjectiveTest, NormalizedGradientsOfTermsAndLayersAreAdded) {
  ObjectiveOptions options = small_options();
  options.normalize_gradients = true;
  options.tv_weight = 0;
  prepare(options);
  losses_at(picture_);
  const at::Tensor together = gradient_.clone();
  options.content_weight = 0;
  prepare(options);
  losses_at(picture_);
  at::Tensor sum = gradient_.clone();
  options = small_options();
  options.normalize_gradients = true;
  options.tv_weight = options.style_weight = 0;
  prepare(options);
  losses_at(picture_);
  sum += gradient_;
  EXPECT_TRUE(at::allclose(together, sum, 1e-9, 1e-15));
}

TEST_F(ObjectiveTest, VanishesWhereTheTargetsAreMet) {
  ObjectiveOptions options = small_options();
  options.tv_weight = 0;
  style_ = content_;
  prepare(options);
  EXPECT_NEAR(losses_at(content_).total(), 0, 1e-20);
  EXPECT_LT(gradient_.abs().max().item<double>(), 1e-10);
}

TEST_F(ObjectiveTest, RelativeLossesDoNotDependOnTheScaleOfTheNetwork) {
  const ObjectiveOptions options = small_options();
  prepare(options);
  const Losses before = losses_at(picture_);
  Model scaled = small_model();
  scaled.layers[0].weight *= 8;
  scaled.layers[0].bias *= 8;
  scaled.layers[2].bias *= 8;
  scaled.layers[5].bias *= 8;
  network_ = make_torch_network(scaled, layers_of(options), at::kCPU);
  objective_ = std::make_unique<Objective>(options, *network_);
  objective_->set_content(objective_->content_target(content_));
  objective_->set_style(objective_->style_target(style_));
  const Losses after = losses_at(picture_);
  EXPECT_NEAR(after.of("content"), before.of("content"), 1e-9);
  EXPECT_NEAR(after.of("style"), before.of("style"), 1e-9);
}

TEST_F(ObjectiveTest, FlatBlackTargetsGiveFiniteLosses) {
  ObjectiveOptions options = small_options();
  Model silent = small_model();
  for (Layer& layer : silent.layers) {
    if (layer.bias.defined()) layer.bias.zero_();
  }
  network_ = make_torch_network(silent, layers_of(options), at::kCPU);
  objective_ = std::make_unique<Objective>(options, *network_);
  objective_->set_content(objective_->content_target(at::zeros_like(content_)));
  objective_->set_style(objective_->style_target(at::zeros_like(style_)));
  EXPECT_TRUE(std::isfinite(losses_at(at::zeros_like(picture_)).total()));
}

// The same gradient by both networks, of which one works in place.
TEST(ObjectiveOfNetworks, EveryStyleLossGivesTheSameWithBoth) {
  at::manual_seed(12);
  const auto convolution = [](const char* name, int64_t in, int64_t out) {
    return Layer{LayerKind::kConvolution, name, at::randn({out, in, 3, 3}) * 0.2,
                 at::randn({out}) * 0.1};
  };
  Model model;
  model.path = "wide";
  model.layers = {convolution("conv1_1", 3, 32),
                  {LayerKind::kRelu, "relu1_1", {}, {}},
                  {LayerKind::kMaxPooling, "pool1", {}, {}},
                  convolution("conv2_1", 32, 64),
                  {LayerKind::kRelu, "relu2_1", {}, {}}};
  const at::Tensor content = at::rand({1, 3, 40, 36}), style = at::rand({1, 3, 30, 44}).square();
  const at::Tensor picture = at::rand({1, 3, 40, 36});
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    SCOPED_TRACE(name_of(loss));
    ObjectiveOptions options;
    options.style_loss = loss;
    options.content_layers = {{"relu2_1"}};
    options.style_layers = {{"relu1_1"}, {"relu2_1"}};
    at::Tensor gradients[2] = {at::empty_like(picture), at::empty_like(picture)};
    at::Tensor regional[2] = {at::empty_like(picture), at::empty_like(picture)};
    double totals[2], regional_totals[2];
    for (int i = 0; i < 2; ++i) {
      const std::vector<std::string> layers = layers_of(options);
      const auto network = i == 0 ? make_torch_network(model, layers, at::kCPU)
                                  : make_winograd_network(model, layers);
      Objective objective(options, *network);
      objective.set_content(objective.content_target(content));
      const at::Tensor map = at::linspace(0, 1, 40 * 36).reshape({1, 1, 40, 36});
      objective.set_style({{objective.style_target(style), map, 0.5},
                           {objective.style_target(style.flip({1})), 1 - map, 0.5}});
      regional_totals[i] = objective.evaluate(picture, regional[i]).total();
      objective.set_style(objective.style_target(style));
      totals[i] = objective.evaluate(picture, gradients[i]).total();
    }
    EXPECT_NEAR(totals[1], totals[0], 1e-3 * totals[0]);
    EXPECT_LT((gradients[1] - gradients[0]).norm().item<double>(),
              1e-3 * gradients[0].norm().item<double>());
    EXPECT_NEAR(regional_totals[1], regional_totals[0], 1e-3 * regional_totals[0]);
    EXPECT_LT((regional[1] - regional[0]).norm().item<double>(),
              1e-3 * regional[0].norm().item<double>());
  }
}

TEST(LayersOf, NamesEachLayerOnce) {
  ObjectiveOptions options;
  options.style_layers = {{"relu1_1"}, {"relu4_2"}};
  options.content_layers = {{"relu4_2"}, {"relu3_1"}};
  EXPECT_EQ(layers_of(options), (std::vector<std::string>{"relu1_1", "relu4_2", "relu3_1"}));
}

}  // namespace
}  // namespace stylize
