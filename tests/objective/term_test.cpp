// Terms that are given a map in parts.
#include "stylize/objective/term.h"

#include <gtest/gtest.h>

#include <ATen/ATen.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "stylize/image/size_of.h"
#include "stylize/network/torch_network.h"
#include "stylize/objective/feature_term.h"
#include "stylize/objective/objective.h"
#include "stylize/objective/style_term.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

constexpr int64_t kHeight = 12, kWidth = 15;

at::Tensor some_features(int64_t height, int64_t width, double shift = 0) {
  return (at::randn({1, 4, height, width}, at::kDouble) + shift).relu();
}

struct Box {
  int64_t left, top, width, height;
};

const std::vector<Box> kWhole = {{0, 0, kWidth, kHeight}};
const std::vector<Box> kQuarters = {{0, 0, 4, 5}, {4, 0, 11, 5}, {0, 5, 4, 7}, {4, 5, 11, 7}};
const std::vector<Box> kOverlapping = {{0, 0, 9, 12}, {3, 0, 12, 8}, {2, 6, 13, 6}};

struct Evaluation {
  double loss = 0;
  at::Tensor gradient;
};

Evaluation evaluate(Term& term, const at::Tensor& features, MapPart part,
                    const std::vector<Box>& measured, const std::vector<Box>& asked) {
  part.map = size_of(features);
  const auto cut = [&](const Box& box) {
    part.left = box.left;
    part.top = box.top;
    return features.narrow(2, box.top, box.height)
        .narrow(3, box.left, box.width)
        .clone(at::MemoryFormat::Contiguous);
  };
  Evaluation evaluation{0, at::full_like(features, std::nan(""))};
  term.clear();
  for (const Box& box : measured) {
    const at::Tensor own = cut(box);
    term.measure(part, own);
  }
  term.add_loss(part, evaluation.loss);
  for (const Box& box : asked) {
    const at::Tensor own = cut(box);
    LayerGradient gradient;
    term.add_gradient(part, own, gradient);
    evaluation.gradient.narrow(2, box.top, box.height)
        .narrow(3, box.left, box.width)
        .copy_(gradient(own, true));
  }
  return evaluation;
}

void expect_the_same_in_parts(Term& term, const at::Tensor& features, const MapPart& part) {
  ASSERT_TRUE(term.reads(part));
  const Evaluation whole = evaluate(term, features, part, kWhole, kWhole);
  const Evaluation parts = evaluate(term, features, part, kQuarters, kOverlapping);
  EXPECT_GT(whole.loss, 0);
  EXPECT_NEAR(parts.loss, whole.loss, 1e-10 * whole.loss);
  EXPECT_LT((parts.gradient - whole.gradient).abs().max().item<double>(),
            1e-10 * whole.gradient.abs().max().item<double>());
  const Evaluation again = evaluate(term, features, part, kWhole, kWhole);
  EXPECT_EQ(again.loss, whole.loss);
  EXPECT_TRUE(at::equal(again.gradient, whole.gradient)) << "clear() left something";
}

TEST(FeatureTermInParts, IsThatOfTheWhole) {
  at::manual_seed(31);
  FeatureTerm term("content", {0, 3});
  term.set(term.target({some_features(9, 9), some_features(kHeight, kWidth)}));
  const at::Tensor features = some_features(kHeight, kWidth);
  expect_the_same_in_parts(term, features, {0, 1, 1});
  EXPECT_FALSE(term.reads({0, 1, 0}));
  EXPECT_FALSE(term.reads({1, 1, 1})) << "an octave";
}

class StyleTermInParts : public testing::TestWithParam<StyleLoss> {
 protected:
  StyleTermInParts() { at::manual_seed(32); }
};

TEST_P(StyleTermInParts, IsThatOfTheWhole) {
  StyleTerm term(GetParam(), {2, 0});
  term.set({{{{term.target({some_features(7, 9, 0.3), {}}, {})}}, {}, 1}});
  expect_the_same_in_parts(term, some_features(kHeight, kWidth), {0, 0.7, 0});
  EXPECT_FALSE(term.reads({0, 1, 1}));
  EXPECT_FALSE(term.reads({0, 0, 0})) << "an octave that does not count";
}

// Of which one has no pixel in some of the parts.
TEST_P(StyleTermInParts, OfRegionsIsThatOfTheWhole) {
  at::Tensor map = at::rand({1, 1, 2 * kHeight, 2 * kWidth});
  map.narrow(3, 0, 10).zero_();
  StyleTerm term(GetParam(), {2});
  const std::vector<LayerStyle> style = term.target({some_features(7, 9, 0.3)}, {});
  const std::vector<LayerStyle> other = term.target({some_features(8, 8, -0.2)}, {});
  term.set({{{{style}}, map, 0.4}, {{{other}}, 1 - map, 0.6}});
  expect_the_same_in_parts(term, some_features(kHeight, kWidth), {0, 0.7, 0});
}

INSTANTIATE_TEST_SUITE_P(Losses, StyleTermInParts,
                         testing::Values(StyleLoss::kGram, StyleLoss::kWhitened,
                                         StyleLoss::kStatistics, StyleLoss::kWasserstein),
                         [](const auto& each) { return std::string(name_of(each.param)); });

// Half the sum of squares of a picture.
class Squares : public Term {
 public:
  const char* name() const override { return "sum_of_squares"; }
  void add_pixels(const at::Tensor& picture, double& loss, at::Tensor& gradient) override {
    loss += picture.square().sum().item<double>() / 2;
    gradient.add_(picture);
  }
};

TEST(ObjectiveOfTerms, TakesOneMore) {
  at::manual_seed(33);
  ObjectiveOptions options;
  options.content_layers = options.style_layers = {{"relu1_2"}};
  const auto network = make_torch_network(small_model(), layers_of(options), at::kCPU);
  Objective objective(options, *network);
  const at::Tensor picture = at::rand({1, 3, 12, 10}, at::kDouble);
  objective.set_content(objective.content_target(at::rand_like(picture)));
  objective.set_style(objective.style_target(at::rand_like(picture)));
  at::Tensor before = at::empty_like(picture), after = at::empty_like(picture);
  const Losses plain = objective.evaluate(picture, before);
  objective.add_term(std::make_unique<Squares>());
  const Losses losses = objective.evaluate(picture, after);
  std::vector<std::string> names, names_of_none;
  for (const Loss& loss : losses) names.push_back(loss.name);
  for (const Loss& loss : objective.no_losses()) names_of_none.push_back(loss.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"content", "style", "total_variation", "sum_of_squares"}));
  EXPECT_EQ(names_of_none, names);
  EXPECT_DOUBLE_EQ(losses.total(), plain.total() + picture.square().sum().item<double>() / 2);
  EXPECT_TRUE(at::allclose(after - before, picture));
}

TEST(Losses, AreAddedByTheirNames) {
  Losses losses;
  losses["style"] += 2;
  losses["content"] += 1;
  losses["style"] += 0.5;
  EXPECT_EQ(losses.size(), 2u);
  EXPECT_EQ(losses.begin()->name, "style") << "in the order of their first names";
  EXPECT_EQ(losses.of("style"), 2.5);
  EXPECT_EQ(losses.of("nothing"), 0);
  EXPECT_EQ(losses.total(), 3.5);
  EXPECT_EQ(losses.size(), 2u) << "asking adds nothing";
}

}  // namespace
}  // namespace stylize
