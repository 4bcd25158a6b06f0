#include "stylize/transfer/regions.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "support/job_files.h"

namespace stylize {
namespace {

constexpr LabelColour kRed{255, 0, 0}, kBlue{0, 0, 255}, kWhite{255, 255, 255};

// Each label has as much as the others.
LabelMap map_of(const std::vector<LabelColour>& labels) {
  const auto count = static_cast<int64_t>(labels.size());
  return {labels, at::full({1, count, 2, 3}, 1. / static_cast<double>(count), at::kFloat)};
}

// Styles with these masks, and with these weights.
std::vector<StyleInput> styles_with(const std::vector<LabelMap>& masks,
                                    const std::vector<double>& weights = {1, 1}) {
  std::vector<StyleInput> styles(weights.size());
  for (std::size_t i = 0; i < masks.size(); ++i) styles[i].mask = masks[i];
  for (std::size_t i = 0; i < weights.size(); ++i) styles[i].use.weight = weights[i];
  return styles;
}

TEST(Regions, TakeTheStylesWithTheirLabel) {
  // The second style's mask names its labels in another order, and not quite by the same colours.
  const std::vector<Region> regions = match_regions(
      map_of({kRed, kBlue}), styles_with({map_of({kRed}), map_of({{2, 1, 250}, {254, 0, 3}})}));
  ASSERT_EQ(regions.size(), 2u);
  EXPECT_EQ(regions[0].label, 0u);
  EXPECT_EQ(regions[0].sources, (std::vector<std::optional<std::size_t>>{0, 1}));
  EXPECT_EQ(regions[1].sources, (std::vector<std::optional<std::size_t>>{std::nullopt, 0}));
  EXPECT_NEAR(regions[0].share, 0.5, 1e-6);
}

TEST(Regions, ALabelWithoutAPartnerIsNamed) {
  const std::vector<StyleInput> styles = styles_with({map_of({kRed}), map_of({kWhite})});
  expect_error(
      [&] {
        match_regions(map_of({kRed, kBlue}), styles);
      },
      ErrorKind::kOption, "#0000ff", "#ff0000, #ffffff");
}

TEST(Regions, AStyleOfWeightZeroIsNoPartner) {
  const LabelMap content = map_of({kRed, kBlue});
  const std::vector<LabelMap> masks = {map_of({kRed}), map_of({kBlue, kRed})};
  EXPECT_EQ(match_regions(content, styles_with(masks, {0, 1}))[0].sources[0], std::nullopt);
  expect_error(
      [&] {
        match_regions(content, styles_with(masks, {1, 0}));
      },
      ErrorKind::kOption, "#0000ff");
}

TEST(Regions, NeedAMaskOfEachStyle) {
  const std::vector<StyleInput> styles = styles_with({map_of({kRed})});
  expect_error([&] { match_regions(map_of({kRed}), styles); }, ErrorKind::kOption,
               "1 masks for 2 styles");
}

TEST(Regions, LabelsOfStylesThatTheContentLacksAreTold) {
  const std::vector<std::string> lines =
      unused_labels(map_of({kRed}), styles_with({map_of({kRed}), map_of({kBlue, kRed})}));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("#0000ff of style 2"), std::string::npos) << lines[0];
}

}  // namespace
}  // namespace stylize
