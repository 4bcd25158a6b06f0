#include "sequence/fresh_region.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "stylize/transfer/regions.h"

namespace stylize {
namespace {

at::Tensor left_half() {
  at::Tensor map = at::zeros({1, 1, 10, 20}, at::kFloat);
  map.narrow(3, 0, 10).fill_(1);
  return map;
}

TEST(FreshRegion, IsWhatWasPaintedInFewFrames) {
  at::Tensor age = at::full({1, 1, 100, 200}, kFreshFrames, at::kFloat);
  EXPECT_FALSE(fresh_part(age).defined());
  age.narrow(3, 0, 40).fill_(kFreshFrames - 1);
  EXPECT_FALSE(fresh_part(age).defined()) << "4000 pixels, too few for a region";
  age.narrow(3, 40, 60).fill_(0);
  const at::Tensor fresh = fresh_part(age);
  EXPECT_EQ(fresh.narrow(3, 0, 100).min().item<float>(), 1);
  EXPECT_EQ(fresh.narrow(3, 100, 100).max().item<float>(), 0);
}

TEST(FreshRegion, HasAllStylesWhereThereAreNoMasks) {
  TransferInputs inputs;
  inputs.styles.resize(2);
  set_apart(left_half(), inputs);
  ASSERT_EQ(inputs.content_mask->labels.size(), 2u);
  EXPECT_TRUE(at::equal(inputs.content_mask->parts.narrow(1, 1, 1), left_half()));
  EXPECT_TRUE(at::equal(inputs.content_mask->parts.sum(1, true), at::ones({1, 1, 10, 20})));
  const std::vector<Region> regions = match_regions(*inputs.content_mask, inputs.styles);
  ASSERT_EQ(regions.size(), 2u);
  for (const Region& region : regions) {
    EXPECT_DOUBLE_EQ(region.share, 0.5);
    for (const auto& source : region.sources) EXPECT_EQ(source, std::size_t{0});
  }
  EXPECT_TRUE(unused_labels(*inputs.content_mask, inputs.styles).empty());
}

TEST(FreshRegion, KeepsTheStyleOfEachLabel) {
  const LabelColour black = {0, 0, 0}, white = {255, 255, 255};
  TransferInputs inputs;
  inputs.styles.resize(2);
  inputs.styles[0].mask = whole_label(black);
  inputs.styles[1].mask = whole_label(white);
  const at::Tensor top = left_half().transpose(2, 3).contiguous().view({1, 1, 10, 20});
  inputs.content_mask = LabelMap{{black, white}, at::cat({top, 1 - top}, 1)};
  set_apart(left_half(), inputs);
  EXPECT_TRUE(at::equal(inputs.content_mask->parts.sum(1, true), at::ones({1, 1, 10, 20})));
  const std::vector<Region> regions = match_regions(*inputs.content_mask, inputs.styles);
  ASSERT_EQ(regions.size(), 4u);
  double of_first = 0;
  for (const Region& region : regions) {
    EXPECT_NE(region.sources[0].has_value(), region.sources[1].has_value());
    if (region.sources[0]) of_first += region.share;
  }
  EXPECT_DOUBLE_EQ(of_first, top.mean().item<double>());
}

TEST(FreshRegion, LeavesOutLabelsWithoutPixels) {
  TransferInputs inputs;
  inputs.styles.resize(1);
  set_apart(at::ones({1, 1, 10, 20}), inputs);
  EXPECT_EQ(inputs.content_mask->labels.size(), 1u);
}

}  // namespace
}  // namespace stylize
