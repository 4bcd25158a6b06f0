// Transfers whose styles have places of their own.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "stylize/error.h"
#include "stylize/network/torch_network.h"
#include "stylize/transfer/transfer.h"
#include "support/small_networks.h"

namespace stylize {
namespace {

constexpr LabelColour kRed{255, 0, 0}, kBlue{0, 0, 255};

// Red where the map is 1, blue elsewhere; float [height, width].
LabelMap two_labels(const at::Tensor& red) {
  return {{kRed, kBlue}, at::stack({red, 1 - red}).unsqueeze(0)};
}

at::Tensor left_half(int64_t height, int64_t width) {
  at::Tensor map = at::zeros({height, width});
  map.narrow(1, 0, width / 2).fill_(1);
  return map;
}

// Of the content and of each style.
struct Masks {
  LabelMap content;
  std::vector<LabelMap> styles;
};

class MaskedTransferTest : public testing::Test {
 protected:
  MaskedTransferTest() {
    at::manual_seed(3);
    options_.size = 64;
    options_.iterations = 40;
    options_.scales = 2;
    options_.tolerance = 0;
    options_.objective.style_weight = 200;
    options_.objective.content_layers = {{"relu2_1"}};
    options_.objective.style_layers = {{"relu1_1"}, {"relu2_1"}};
    content_.colour = at::rand({1, 3, 36, 60});
    // Fine noise in orange, coarse noise in blue.
    first_.colour = at::rand({1, 3, 48, 48}) * tint(1, 0.6, 0.1);
    second_.colour = at::rand({1, 3, 12, 12}).repeat_interleave(4, 2).repeat_interleave(4, 3) *
                     tint(0.1, 0.4, 1);
  }

  static at::Tensor tint(double red, double green, double blue) {
    return at::tensor({red, green, blue}, at::kFloat).reshape({1, 3, 1, 1});
  }

  std::unique_ptr<Network> network() const {
    return make_torch_network(small_model(LayerKind::kAveragePooling, at::kFloat),
                              layers_of(options_.objective), at::kCPU);
  }

  // Of both styles.
  TransferInputs inputs(const std::optional<Masks>& masks) const {
    TransferInputs inputs{content_, {{first_, first_use_}, {second_, second_use_}}};
    inputs.styles[0].name = "first";
    inputs.styles[0].mask_name = first_mask_name_;
    inputs.styles[1].name = "second";
    inputs.styles[1].mask_name = "#0000ff";
    if (!masks) return inputs;
    inputs.content_mask = masks->content;
    for (std::size_t i = 0; i < masks->styles.size(); ++i) inputs.styles[i].mask = masks->styles[i];
    return inputs;
  }

  at::Tensor paint(const std::optional<Masks>& masks, TransferContext context = {}) {
    const auto own = network();
    return transfer(inputs(masks), *own, options_, {}, std::move(context)).image.colour;
  }

  // How far a picture's style is from that of another.
  double distance(const at::Tensor& picture, const Image& style) const {
    const auto own = network();
    ObjectiveOptions options = options_.objective;
    if (options.style_loss == StyleLoss::kNeighbours) options.style_loss = StyleLoss::kGram;
    Objective objective(options, *own);
    const at::Tensor pixels = picture.contiguous();
    objective.set_content(objective.content_target(pixels));
    objective.set_style(objective.style_target(style.colour));
    at::Tensor gradient = at::empty_like(pixels);
    return objective.evaluate(pixels, gradient).of("style");
  }

  Masks first_on_the_left() const {
    return {two_labels(left_half(36, 60)), {whole_label(kRed), whole_label(kBlue)}};
  }

  TransferOptions options_;
  Image content_, first_, second_;
  StyleUse first_use_, second_use_;
  std::string first_mask_name_;
};

TEST_F(MaskedTransferTest, EachRegionTakesItsOwnStyle) {
  for (const StyleLoss loss : {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics,
                               StyleLoss::kWasserstein, StyleLoss::kNeighbours}) {
    SCOPED_TRACE(name_of(loss));
    options_.objective.style_loss = loss;
    const at::Tensor picture = paint(first_on_the_left());
    // Without the pixels that see both.
    const at::Tensor left = picture.narrow(3, 0, 28), right = picture.narrow(3, 36, 28);
    EXPECT_LT(3 * distance(left, first_), distance(left, second_));
    EXPECT_LT(3 * distance(right, second_), distance(right, first_));
    EXPECT_TRUE(at::isfinite(picture).all().item<bool>());
  }
}

// One style, of which the left half is another than the right: where it stands in its picture says
// nothing about where it goes.
TEST_F(MaskedTransferTest, RegionsOfOneStyleGoWhereTheirLabelsAre) {
  const Image both{at::cat({first_.colour, second_.colour}, 3), {}};
  TransferInputs inputs{content_, {{both}}};
  inputs.styles[0].mask = two_labels(left_half(24, 48));
  inputs.content_mask = two_labels(1 - left_half(36, 60));
  const auto own = network();
  const at::Tensor picture = transfer(inputs, *own, options_).image.colour;
  const at::Tensor left = picture.narrow(3, 0, 28), right = picture.narrow(3, 36, 28);
  EXPECT_LT(2 * distance(right, first_), distance(right, second_));
  EXPECT_LT(2 * distance(left, second_), distance(left, first_));
}

TEST_F(MaskedTransferTest, OneLabelForAllIsNoMask) {
  options_.iterations = 4;
  const Masks masks{whole_label(kRed), {whole_label(kRed), whole_label(kRed)}};
  const at::Tensor plain = paint(std::nullopt);
  EXPECT_TRUE(at::equal(paint(masks), plain));
  const Masks second{whole_label(kRed), {whole_label(kBlue), whole_label(kRed)}};
  first_use_.weight = 0;
  const at::Tensor only_second = paint(std::nullopt);
  first_use_.weight = 1;
  EXPECT_TRUE(at::equal(paint(second), only_second));
  EXPECT_FALSE(at::equal(only_second, plain));
}

// The sum over the regions has another order then: equal but for rounding.
TEST_F(MaskedTransferTest, TheOrderOfLabelsAndStylesDoesNotMatter) {
  options_.iterations = 3;
  Masks masks = first_on_the_left();
  const at::Tensor expected = paint(masks);
  masks.content = {{kBlue, kRed}, masks.content.parts.flip({1})};
  EXPECT_LT((paint(masks) - expected).abs().max().item<double>(), 1e-3);
  std::swap(masks.styles[0], masks.styles[1]);
  std::swap(first_, second_);
  EXPECT_LT((paint(masks) - expected).abs().max().item<double>(), 1e-3);
}

// A map that goes from one to the other: the middle has something of both.
TEST_F(MaskedTransferTest, SoftMasksBlendFromOneStyleToTheOther) {
  const at::Tensor ramp = at::linspace(1, 0, 60).reshape({1, 60}).expand({36, 60}).contiguous();
  const at::Tensor picture =
      paint(Masks{two_labels(ramp), {whole_label(kRed), whole_label(kBlue)}});
  const auto warmth = [&](int64_t column) {
    const at::Tensor part = picture.narrow(3, column, 16);
    return (part.select(1, 0) - part.select(1, 2)).mean().item<double>();
  };
  EXPECT_GT(warmth(0), warmth(24) + 0.05);
  EXPECT_GT(warmth(24), warmth(48) + 0.05);
}

// Each region has one of the two layers to itself.
TEST_F(MaskedTransferTest, StylesMayHaveBlocksAndPlaces) {
  first_use_.blocks = BlockRange{1, 1};
  second_use_.blocks = BlockRange{2, 2};
  options_.iterations = 6;
  const at::Tensor picture = paint(first_on_the_left());
  EXPECT_TRUE(at::isfinite(picture).all().item<bool>());
  const at::Tensor left = picture.narrow(3, 0, 28), right = picture.narrow(3, 36, 28);
  EXPECT_LT(distance(left, first_), distance(left, second_));
  EXPECT_LT(distance(right, second_), distance(right, first_));
  first_use_ = second_use_ = {};
  EXPECT_FALSE(at::equal(paint(first_on_the_left()), picture));
}

TEST_F(MaskedTransferTest, NormalizedGradientsKnowRegions) {
  options_.objective.normalize_gradients = true;
  options_.objective.style_weight = 3;
  options_.optimizer = OptimizerKind::kAdam;
  const at::Tensor picture = paint(first_on_the_left());
  const at::Tensor left = picture.narrow(3, 0, 28), right = picture.narrow(3, 36, 28);
  EXPECT_LT(distance(left, first_), distance(left, second_));
  EXPECT_LT(distance(right, second_), distance(right, first_));
}

TEST_F(MaskedTransferTest, ALabelOfASinglePixelStaysFinite) {
  at::Tensor dot = at::zeros({36, 60});
  dot[35][59] = 1;
  for (const StyleLoss loss :
       {StyleLoss::kGram, StyleLoss::kWhitened, StyleLoss::kStatistics, StyleLoss::kWasserstein}) {
    options_.iterations = 5;
    options_.objective.style_loss = loss;
    const auto own = network();
    const TransferResult result = transfer(
        inputs(Masks{two_labels(dot), {whole_label(kRed), two_labels(dot)}}), *own, options_);
    EXPECT_EQ(result.outcome, Outcome::kFinished);
    EXPECT_TRUE(at::isfinite(result.image.colour).all().item<bool>());
    EXPECT_EQ(result.scales.back().iterations, 5);
  }
}

TEST_F(MaskedTransferTest, CachedTargetsAreThoseOfTheirMask) {
  options_.iterations = 3;
  TargetCache cache(int64_t{1} << 30);
  TransferContext context;
  context.targets = &cache;
  context.content_name = "content";
  Masks masks = first_on_the_left();
  const at::Tensor half = left_half(48, 48);
  for (int round = 0; round < 2; ++round) {
    for (const bool other : {false, true}) {
      masks.styles[0] = two_labels(other ? half : half.t().contiguous());
      first_mask_name_ = other ? "left" : "top";
      EXPECT_TRUE(at::equal(paint(masks, context), paint(masks)));
    }
    EXPECT_TRUE(at::equal(paint(std::nullopt, context), paint(std::nullopt)));
  }
  // At each of two scales: the content, the second style, the first as a whole, its two labels in
  // each of two masks, and the blends of both: without a mask, and of what is blue by each mask.
  EXPECT_EQ(cache.made(), 2 * (1 + 1 + 1 + 4 + 3));
}

TEST_F(MaskedTransferTest, GoesOnToTheSameBits) {
  options_.iterations = 9;
  const Masks masks = first_on_the_left();
  const at::Tensor expected = paint(masks);
  TransferContext context;
  int left = 12;
  const auto own = network();
  transfer(inputs(masks), *own, options_, [&](const Progress& progress) {
    if (--left > 0) return true;
    context.state = progress.state();
    for (at::Tensor& tensor : context.state->optimizer.tensors) tensor = tensor.clone();
    return false;
  });
  EXPECT_TRUE(at::equal(paint(masks, context), expected));
}

TEST_F(MaskedTransferTest, MasksThatDoNotFitAreRefused) {
  EXPECT_THROW(paint(Masks{whole_label(kRed), {whole_label(kRed)}}), Error);
  EXPECT_THROW(paint(Masks{whole_label(kRed), {whole_label(kBlue), whole_label(kBlue)}}), Error);
}

}  // namespace
}  // namespace stylize
